"""What the organisation learns about its mailbox: numbers, small ones held back."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q

from zhibu.mailbox.enums import State
from zhibu.mailbox.models import Box, Letter
from zhibu.mailbox.rules.figures import held_back, part


@dataclass(frozen=True, slots=True)
class Figures:
    """A mailbox in a year; None is a number that is held back."""

    name: str
    letters: int | None
    in_time: int | None
    closed: int | None
    late: int | None
    came_back: int | None


_PARTS = ("in_time", "closed", "late", "came_back")


def figures(year: int, *, today: date) -> list[Figures]:
    """A line for each mailbox, from the top of the tree down. For everybody."""
    rows = list(_counted(year, today))
    shown = held_back([row["written"] for row in rows])
    return [_line(row, letters) for row, letters in zip(rows, shown, strict=True)]


def _line(row: dict[str, Any], letters: int | None) -> Figures:
    parts = {name: None if letters is None else part(row[name], row["written"]) for name in _PARTS}
    return Figures(name=row["name"], letters=letters, **parts)


def _counted(year: int, today: date) -> Any:
    written = Q(letters__received_on__year=year)
    overdue = Q(letters__replied_on=None, letters__reply_due_on__lt=today) | Q(letters__finding_due_on__lt=today)
    return (
        Box.objects.order_by("organisation__path")
        .values("name")
        .annotate(
            written=Count("letters", filter=written),
            in_time=Count("letters", filter=written & Q(letters__replied_on__lte=F("letters__reply_due_on"))),
            closed=Count("letters", filter=written & Q(letters__state=State.CLOSED)),
            late=Count("letters", filter=written & overdue & ~Q(letters__state=State.CLOSED)),
            came_back=Count("letters", filter=written & Q(letters__came_back=True)),
        )
    )


def years() -> list[int]:
    """Years with letters, the latest first."""
    return [day.year for day in Letter.objects.dates("received_on", "year", order="DESC")]
