"""Reads about organisations, each with its viewer."""

from functools import reduce
from operator import or_
from typing import cast

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import BRANCH_KINDS, State
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.organisations.models import Organisation

MANAGERS = ("secretary", "deputy_secretary", "party_affairs", "organization_member")
READERS = (*MANAGERS, "superior", "committee_member", "publicity_member", "discipline_member", "audit_admin")


def organisations(viewer: Viewer, *, to: str = "see") -> QuerySet[Organisation]:
    """The organisations a viewer may see (his own branch, its committee, what his roles cover) or manage."""
    scope = within(viewer.paths(MANAGERS if to == "manage" else READERS))
    if to == "see" and viewer.branch_path:
        scope |= Q(path__in=ancestor_paths(viewer.branch_path))
    return cast("QuerySet[Organisation]", Organisation.objects.filter(scope))


def get_organisation(viewer: Viewer, pk: int, *, to: str = "see") -> Organisation:
    """One organisation, or NoSuchOrganisation alike for missing and forbidden."""
    found = organisations(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchOrganisation
    return found


def branches(viewer: Viewer, *, to: str = "see") -> QuerySet[Organisation]:
    """Living branches among them, in tree order."""
    return organisations(viewer, to=to).filter(kind__in=BRANCH_KINDS, state=State.ACTIVE).order_by("path")


def within(paths: tuple[str, ...], *, field: str = "path") -> Q:
    """A condition "on one of these nodes or below"; no path gives a condition that nothing meets."""
    return reduce(or_, (Q(**{f"{field}__startswith": path}) for path in paths), Q(pk__in=[]))


def ancestor_paths(path: str) -> list[str]:
    """The path itself and those above it."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]
