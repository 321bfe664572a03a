"""Whose case it is: the organisation that it belongs to, whom it is about, what is held on who asks."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from zhibu.casework.enums import Held
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person, people, roll
from zhibu.organisations.api import get_organisation, organisations

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from zhibu.members.models import Person
    from zhibu.organisations.models import Organisation

SYSTEM = Viewer.system("casework")


def home_of(viewer: Viewer) -> int | None:
    """The branch that keeps his relation; for an employee without one, the top of the tree."""
    if viewer.branch_id:
        return viewer.branch_id
    return _top().values_list("pk", flat=True).first()


def _top() -> "QuerySet[Organisation]":
    return organisations(SYSTEM).filter(depth=1).order_by("path")


def home_of_person(person: "Person") -> "Organisation":
    """The same of somebody else."""
    kept = getattr(person, "membership", None)
    return kept.branch if kept else _top()[0]


def meant(viewer: Viewer, text: str, *, home: int) -> int | None:
    """The person whom an employee number, or a name of the same branch, means; None when it is not one person.

    Whoever asks never learns the answer: the words that he wrote stay as they are.
    """
    wanted = text.strip()
    if not wanted:
        return None
    by_number = people(SYSTEM).filter(employee_number__iexact=wanted).values_list("pk", flat=True)
    there = roll(get_organisation(SYSTEM, home).path).filter(person__name=wanted)
    found = set(by_number[:2]) or set(there.values_list("person_id", flat=True)[:2])
    found.discard(viewer.person_id or 0)
    return found.pop() if len(found) == 1 else None


def held(viewer: Viewer, wanted: Iterable[str]) -> dict[str, str]:
    """What is held on the viewer himself, to fill in for him: known values come ready."""
    names = set(wanted)
    if not names or viewer.person_id is None:
        return {}
    person = get_person(viewer, viewer.person_id)
    found = {name: str(getattr(person, name) or "") for name in names - {Held.BRANCH} if name in Held.values}
    if Held.BRANCH in names and viewer.branch_id:
        found[Held.BRANCH] = get_organisation(SYSTEM, viewer.branch_id).short_name
    return found


def held_on(person_id: int) -> "Person":
    """The record of whoever asked, for the paper that he asked for."""
    return get_person(SYSTEM, person_id)
