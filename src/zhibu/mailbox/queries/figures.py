"""What the organisation learns about its mailbox: numbers, small ones held back, a month at a time.

A number that moved with every letter would say to anybody who looks often enough at which minute one came, was added
to, or was closed. So everything is as it stood when the month began; steps and days of the past do not change again.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from zhibu.mailbox.enums import StepKind
from zhibu.mailbox.models import Box, Letter, Step
from zhibu.mailbox.rules.figures import held_back, part


@dataclass(frozen=True, slots=True)
class Figures:
    """A mailbox in a year; None is a number that is held back."""

    name: str
    letters: int | None
    in_time: int | None
    closed: int | None
    late: int | None
    added: int | None


_PARTS = ("in_time", "closed", "late", "added")


def counted_until(today: date) -> date:
    """The day before which everything is counted: the first of the month."""
    return today.replace(day=1)


def figures(year: int, *, today: date) -> list[Figures]:
    """A line for each mailbox, from the top of the tree down. For everybody. Two queries."""
    boxes = list(Box.objects.order_by("organisation__path").values_list("pk", "name"))
    counted = {row["box"]: row for row in _counted(year, counted_until(today))}
    rows = [counted.get(pk, dict.fromkeys(("written", *_PARTS), 0)) | {"name": name} for pk, name in boxes]
    shown = held_back([row["written"] for row in rows])
    return [_line(row, letters) for row, letters in zip(rows, shown, strict=True)]


def _line(row: dict[str, Any], letters: int | None) -> Figures:
    parts = {name: None if letters is None else part(row[name], row["written"]) for name in _PARTS}
    return Figures(name=row["name"], letters=letters, **parts)


def _counted(year: int, until: date) -> Any:
    """By mailbox, as it stood on `until`: a letter is closed when closing came last; adding opens it again."""
    steps = Step.objects.filter(letter=OuterRef("pk"), on__lt=until)
    turns = steps.filter(kind__in=(StepKind.CLOSED, StepKind.ADDED)).order_by("-pk")
    unanswered = (Q(replied_on=None) | Q(replied_on__gte=until)) & Q(reply_due_on__lt=until)
    closed = Q(last_turn=StepKind.CLOSED)
    rows = Letter.objects.filter(received_on__year=year, received_on__lt=until).annotate(
        last_turn=Subquery(turns.values("kind")[:1]), was_added_to=Exists(steps.filter(kind=StepKind.ADDED))
    )
    return rows.order_by().values("box").annotate(
        written=Count("pk"),
        in_time=Count("pk", filter=Q(replied_on__lte=F("reply_due_on"), replied_on__lt=until)),
        closed=Count("pk", filter=closed),
        late=Count("pk", filter=(unanswered | Q(finding_due_on__lt=until)) & (Q(last_turn=None) | ~closed)),
        added=Count("pk", filter=Q(was_added_to=True)),
    )  # fmt: skip


def years(*, today: date) -> list[int]:
    """Years with letters that are counted, the latest first."""
    counted = Letter.objects.filter(received_on__lt=counted_until(today))
    return [day.year for day in counted.dates("received_on", "year", order="DESC")]
