"""Reads about roster imports, each with its viewer."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Role
from zhibu.members.errors import NoSuchImport
from zhibu.members.models import RosterImport
from zhibu.members.queries.people import MANAGERS
from zhibu.members.rules.roster.problems import ERRORS, Problem, label_of
from zhibu.organisations.api import branches, within

# The page shows so many problems; the workbook of bad rows has them all.
SHOWN_PROBLEMS = 2000


def may_import(viewer: Viewer) -> bool:
    """Whether the viewer keeps the register of any branch."""
    return bool(viewer.paths(MANAGERS))


def known_branches(viewer: Viewer) -> dict[str, int]:
    """Full and short names of the branches whose register the viewer keeps."""
    rows = branches(viewer, to="manage").values_list("pk", "name", "short_name")
    return {name: pk for pk, *names in rows for name in names}


def manages(viewer: Viewer) -> Callable[[str], bool]:
    """A quick answer to "does the viewer keep the register of the branch at this path?"."""
    paths = viewer.paths(MANAGERS)
    return lambda path: path.startswith(paths) if paths else False


def roster_imports(viewer: Viewer) -> QuerySet[RosterImport]:
    """The viewer's own imports and, for party-affairs staff, those of their part of the tree; newest first."""
    if not may_import(viewer):
        raise NoSuchImport
    if viewer.is_system:
        return RosterImport.objects.order_by("-pk")
    scope = Q(account_id=viewer.account_id) | within(viewer.paths((Role.PARTY_AFFAIRS,)), field="scope_path")
    return RosterImport.objects.filter(scope).defer("problems").order_by("-pk")


def get_roster_import(viewer: Viewer, pk: int) -> RosterImport:
    """One import, or NoSuchImport alike for missing and forbidden."""
    found = roster_imports(viewer).filter(pk=pk).defer(None).first()
    if found is None:
        raise NoSuchImport
    return found


def problems_of(roster: RosterImport, *, severity: str = "", code: str = "") -> list[Problem]:
    """The problems kept with an import (the first SHOWN_PROBLEMS), by severity and code."""
    rows: list[dict[str, Any]] = json.loads(roster.problems) if roster.problems else []
    found = [Problem(**row) for row in rows]
    return [p for p in found if severity in ("", p.severity) and code in ("", p.code)]


@dataclass(frozen=True)
class Tally:
    """How often one kind of problem occurs in an import."""

    code: str
    label: str
    count: int
    is_error: bool


def tallies_of(roster: RosterImport) -> list[Tally]:
    """The kinds of problems of an import, errors first, the most frequent first."""
    found = [Tally(code, label_of(code), count, code in ERRORS) for code, count in roster.problem_counts.items()]
    return sorted(found, key=lambda tally: (not tally.is_error, -tally.count, tally.code))
