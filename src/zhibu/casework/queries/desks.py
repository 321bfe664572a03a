"""Desks: who sits at one, which is nearest, and what lies on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import merge
from itertools import islice

from django.db.models import Q, QuerySet

from zhibu.casework.enums import DUTIES, Duty, State
from zhibu.casework.models import Case
from zhibu.casework.queries.cases import handled_cases
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_on, roles_in_force
from zhibu.organisations.api import ancestor_paths

PAGE = 50
COLUMNS = (
    "title", "state", "due_on", "holder_name", "risen", "begun_at", "desk_key", "submitted_at", "closed_at",
    "applicant__name", "organisation__short_name", "about_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who has a duty at an organisation."""

    person_id: int
    organisation_id: int
    path: str


def seats(paths: Iterable[str], duty: str) -> list[Seat]:
    """Who has the duty on one of these nodes, by a post held or a role granted."""
    nodes, roles = list(paths), DUTIES[duty]
    held = officers_on(nodes, *roles).values_list("person_id", "organisation_id", "organisation__path")
    granted = roles_in_force(*roles).filter(organisation__path__in=nodes, account__is_active=True)
    rows = [*held, *granted.values_list("account__person_id", "organisation_id", "organisation__path")]
    return [Seat(*row) for row in rows]


def nearest(path: str, duty: str, *, without: Iterable[int | None] = (), above: str = "") -> list[Seat]:
    """The seats of the nearest desk of a duty at or above a node, not counting some people.

    With `above` only desks strictly above that node count. Empty when nobody has the duty.
    """
    left_out = set(without)
    found = [seat for seat in seats(ancestor_paths(path), duty) if seat.person_id not in left_out]
    if above:
        found = [seat for seat in found if len(seat.path) < len(above)]
    deepest = max((len(seat.path) for seat in found), default=0)
    return [seat for seat in found if len(seat.path) == deepest]


def desk_key(duty: str, organisation_id: int) -> str:
    """A desk as the table of cases names it."""
    return f"{duty}@{organisation_id}"


def keys_of(viewer: Viewer) -> list[str]:
    """The desks at which the viewer sits."""
    pairs = [(duty, grant) for duty, roles in DUTIES.items() for grant in viewer.grants if grant.role in roles]
    return sorted({desk_key(duty, grant.organisation_id) for duty, grant in pairs})


def handles(viewer: Viewer) -> bool:
    """Whether he sits at any desk."""
    return bool(keys_of(viewer))


@dataclass(frozen=True, slots=True)
class Waiting:
    """A page of a desk: the rows, and where the next page begins ("" for none)."""

    cases: list[Case]
    after: str


def waiting(viewer: Viewer, *, after: str = "") -> Waiting:
    """What waits on his desks, the nearest day first; fifty a page by the place of the last row, without counting.

    One query a desk: each walks its own index from the place where the last page ended.
    """
    start = _place(after)
    streams = [_from(key, start) for key in keys_of(viewer)]
    rows = list(islice(merge(*streams, key=lambda case: (case.due_on, case.pk)), PAGE + 1))
    last = rows[PAGE - 1] if len(rows) > PAGE else None
    shown = [case for case in rows[:PAGE] if viewer.person_id not in (case.applicant_id, case.about_id)]
    return Waiting(shown, f"{last.due_on:%Y%m%d}.{last.pk}" if last and last.due_on else "")


def _from(key: str, start: tuple[date, int] | None) -> QuerySet[Case]:
    rows = Case.objects.filter(desk_key=key).select_related("applicant", "organisation").only(*COLUMNS)
    if start:
        rows = rows.filter(due_on__gte=start[0]).filter(Q(due_on__gt=start[0]) | Q(pk__gt=start[1]))
    return rows.order_by("due_on", "pk")[: PAGE + 1]


def _place(text: str) -> tuple[date, int] | None:
    """Where a page begins, as the address says; what cannot be read is the beginning."""
    day, _dot, number = text.partition(".")
    if len(day) != 8 or not (day + number).isdecimal() or not number or len(number) > 18:
        return None
    try:
        return date(int(day[:4]), int(day[4:6]), int(day[6:])), int(number)
    except ValueError:
        return None


def in_hand(viewer: Viewer) -> QuerySet[Case]:
    """What he has taken and what of it waits for the applicant, at most a hundred."""
    rows = Case.objects.filter(holder_id=viewer.person_id or 0, state__in=[State.TAKEN, State.ASKED])
    return rows.select_related("applicant", "organisation").only(*COLUMNS).order_by("due_on", "pk")[:100]


def closed_by_me(viewer: Viewer) -> QuerySet[Case]:
    """What he closed, the latest first, as far as his duties still reach."""
    rows = handled_cases(viewer).filter(closed_by_id=viewer.person_id or 0)
    return rows.select_related("applicant", "organisation").only(*COLUMNS).order_by("-closed_at", "-pk")[:PAGE]


def sought(viewer: Viewer, number: str) -> Case | None:
    """A case by the number that people name."""
    digits = number.strip()
    if not digits.isdecimal() or not 5 <= len(digits) <= 18:
        return None
    found = handled_cases(viewer).filter(pk=int(digits[4:])).first()
    return found if found and found.number == digits else None


def told_at(case: Case) -> list[int]:
    """Whom to tell about a case on its desk: the holder, or all who sit there but for who asked."""
    if case.holder_id:
        return [case.holder_id]
    if case.desk is None:
        return []
    there = {seat.person_id for seat in seats([case.desk.path], case.duty)}
    return sorted(there - {case.applicant_id, case.about_id})


def still_sits(person_id: int, case: Case) -> bool:
    """Whether a person still has the duty of a case's desk, there or above."""
    if case.desk is None:
        return True
    return any(seat.person_id == person_id for seat in seats(ancestor_paths(case.desk.path), case.duty))


DUTY_LABELS = dict(Duty.choices)


def shelf(viewer: Viewer, tab: str, *, after: str) -> dict[str, object]:
    """The rows of one of the three lists; only what waits has further pages."""
    if tab == "hand":
        return {"cases": in_hand(viewer), "after": ""}
    if tab == "done":
        return {"cases": closed_by_me(viewer), "after": ""}
    page = waiting(viewer, after=after)
    return {"cases": page.cases, "after": page.after}
