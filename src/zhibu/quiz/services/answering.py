"""Writing answers into the log: by the uplink in batches, or one by one from an ordinary form."""

import json
from collections.abc import Sequence
from datetime import datetime
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Max, Q

from zhibu.kernel.viewer import Viewer
from zhibu.quiz.enums import AHEAD, Mode, State
from zhibu.quiz.errors import (
    AnsweredAlready,
    AnswerUnreadable,
    NoSuchQuizQuestion,
    NotEntered,
    NotMeant,
    TooEarly,
    TooLate,
    WindowClosed,
    WrongRoundState,
)
from zhibu.quiz.models import Answer, Entrant, Opening, Question, Round
from zhibu.quiz.queries.rounds import get_round
from zhibu.quiz.rules.answers import is_answer
from zhibu.quiz.rules.pace import GRACE

COLUMNS = (
    "round_id", "question", "person_id", "window", "key", "number", "shown_at_ns", "read_at_ns", "claim_us", "rtt_us",
    "body",
)  # fmt: skip
TYPES = (
    "bigint", "smallint", "bigint", "smallint", "text", "bigint", "bigint", "bigint", "bigint", "bigint", "text",
)  # fmt: skip
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)  # quoted: WINDOW is a word of PostgreSQL
_INTO = f"INSERT INTO quiz_answer ({_NAMES}) "
_PLACES = "(" + ", ".join(["%s"] * len(COLUMNS)) + ")"
AT_ONCE = 50  # rows of one statement on SQLite: a third of the cost of one by one
_ARRAYS = ", ".join(f"%s::{name}[]" for name in TYPES)
_AS_ARRAYS = _INTO + f"SELECT * FROM unnest({_ARRAYS}) ON CONFLICT DO NOTHING"  # noqa: S608


class Row(NamedTuple):
    """One answer on its way into the log; fields as the table's columns, in their order."""

    round_id: int
    question: int
    person_id: int
    window: int
    key: str
    number: int
    shown_at_ns: int
    read_at_ns: int
    claim_us: int | None
    rtt_us: int
    body: str

    @property
    def place(self) -> tuple[int, int, int]:
        """What may be there once."""
        return (self.round_id, self.question, self.person_id)


def insert(rows: Sequence[Row]) -> dict[tuple[int, int, int], tuple[str, int]]:
    """Add what is not there yet; returns place → (key, number) of those that were there before."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_AS_ARRAYS, [list(column) for column in zip(*rows, strict=True)])
            added = cursor.rowcount
        else:
            added = sum(_insert_some(cursor, rows[n : n + AT_ONCE]) for n in range(0, len(rows), AT_ONCE))
    return {} if added == len(rows) else _standing(rows)


def _insert_some(cursor: Any, rows: Sequence[Row]) -> int:
    """How many were added."""
    cursor.execute(_of_size(len(rows)), [*chain.from_iterable(rows)])
    return int(cursor.rowcount)


@cache
def _of_size(count: int) -> str:
    return _INTO + "VALUES " + ", ".join([_PLACES] * count) + " ON CONFLICT DO NOTHING"


def _standing(rows: Sequence[Row]) -> dict[tuple[int, int, int], tuple[str, int]]:
    asked = Q(pk__in=[])
    for round_id in {row.round_id for row in rows}:
        asked |= Q(round_id=round_id, person_id__in={row.person_id for row in rows if row.round_id == round_id})
    found = Answer.objects.filter(asked).values_list("round_id", "question", "person_id", "key", "number")
    return {(round_id, question, person): (key, number) for round_id, question, person, key, number in found}


def open_question(viewer: Viewer, *, round_id: int, number: int, at: datetime) -> Question:
    """Show a question to somebody who has entered; in a window his clock starts with the first showing."""
    _round, question, entrant = _place(viewer, round_id, number)
    if entrant.window == 0:
        if question.opens_at is None or at < question.opens_at:
            raise TooEarly
    elif not _answered(question, entrant):
        _check_window(entrant, at)
        Opening.objects.get_or_create(
            round_id=round_id, question=number, person_id=entrant.person_id, defaults={"shown_at_ns": nanoseconds(at)}
        )
    return question


def answer(
    viewer: Viewer, *, round_id: int, number: int, value: Any, key: str, at: datetime, claim: int | None = None
) -> Row:
    """Take an answer from an ordinary form; the same key again is the same answer.

    In the common sitting it comes after whatever the log holds at that moment.
    """
    round_, question, entrant = _place(viewer, round_id, number)
    if not is_answer(question.sheet, value):
        raise AnswerUnreadable
    shown = _shown(round_, question, entrant, at)
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_id)
        last = Answer.objects.filter(round_id=round_id).aggregate(last=Max("number"))["last"] or 0
        row = Row(
            round_id, number, entrant.person_id, entrant.window, key, last + 1, shown, nanoseconds(at), claim, 0,
            json.dumps(value, ensure_ascii=False),
        )  # fmt: skip
        there = insert([row]).get(row.place)
    if there and there[0] != key:
        raise AnsweredAlready
    return row


def _place(viewer: Viewer, round_id: int, number: int) -> tuple[Round, Question, Entrant]:
    round_ = get_round(viewer, round_id)
    if round_.state not in AHEAD:
        raise WrongRoundState
    entrant = Entrant.objects.filter(round=round_, person_id=viewer.person_id or 0).first()
    if entrant is None:
        raise NotEntered
    if entrant.left_at:
        raise NotMeant
    question = Question.objects.filter(round=round_, number=number).first()
    if question is None:
        raise NoSuchQuizQuestion
    return round_, question, entrant


def _shown(round_: Round, question: Question, entrant: Entrant, at: datetime) -> int:
    """When the question was shown to him, in nanoseconds. Raises what makes the answer not count."""
    if entrant.window == 0:
        if question.opens_at is None or at < question.opens_at:
            raise TooEarly
        if question.closes_at and at > question.closes_at + GRACE:
            raise TooLate
        return nanoseconds(question.opens_at)
    shown = Opening.objects.filter(round=round_, question=question.number, person_id=entrant.person_id).first()
    if shown is None:
        raise TooEarly
    allowed = round_.seconds * 10**9 + int(GRACE.total_seconds() * 10**9)
    if round_.mode != Mode.PRACTICE and nanoseconds(at) - shown.shown_at_ns > allowed:
        raise TooLate
    return int(shown.shown_at_ns)


def _check_window(entrant: Entrant, at: datetime) -> None:
    open_ = entrant.round.windows.filter(number=entrant.window, opens_at__lte=at, closes_at__gt=at)
    if entrant.round.state not in (State.SEALED, State.RUNNING) or not open_.exists():
        raise WindowClosed


def _answered(question: Question, entrant: Entrant) -> bool:
    mine = Answer.objects.filter(round_id=entrant.round_id, question=question.number, person_id=entrant.person_id)
    return mine.exists()


def nanoseconds(moment: datetime) -> int:
    """A moment as the log writes it."""
    return int(moment.timestamp() * 1_000_000) * 1000
