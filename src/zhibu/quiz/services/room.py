"""The fast way in: what a round's players post is judged in memory, written in batches, then acknowledged."""

import asyncio
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Max

from zhibu.kernel.errors import Refused
from zhibu.quiz.enums import AHEAD
from zhibu.quiz.errors import (
    AnsweredAlready,
    AnswerUnreadable,
    NoSuchQuizQuestion,
    NotMeant,
    TooEarly,
    TooLate,
    WrongRoundState,
)
from zhibu.quiz.models import Answer, Entrant, Question, Round
from zhibu.quiz.rules.answers import claim_us, is_answer
from zhibu.quiz.rules.pace import GRACE
from zhibu.quiz.services.answering import Row, insert, nanoseconds
from zhibu.realtime import api as realtime

GRACE_NS = int(GRACE.total_seconds() * 1e9)
FRESH_S = 1.0  # memory is believed so long, then the writer looks again; a host's "begin" gives five seconds' notice
COUNT_EVERY_S = 0.5
TO_JSON = json.JSONEncoder(ensure_ascii=False).encode  # made once


@dataclass(slots=True)
class Memory:
    """A round as the edge holds it. `times` are nanoseconds: question → (opens, closes)."""

    round_id: int
    sheets: dict[int, dict[str, Any]]
    times: dict[int, tuple[int, int]] = field(default_factory=dict)
    answered: dict[tuple[int, int], str] = field(default_factory=dict)
    left: frozenset[int] = frozenset()
    is_on: bool = True
    fresh_at: float = 0.0
    counts: dict[int, int] = field(default_factory=dict)
    is_telling: bool = False

    def refresh(self) -> None:
        """Read what may have changed."""
        rows = Question.objects.filter(round_id=self.round_id, opens_at__isnull=False)
        self.times = {
            number: (nanoseconds(opens), nanoseconds(closes))
            for number, opens, closes in rows.values_list("number", "opens_at", "closes_at")
            if opens and closes
        }
        gone = Entrant.objects.filter(round_id=self.round_id, left_at__isnull=False)
        self.left = frozenset(gone.values_list("person_id", flat=True))
        self.is_on = Round.objects.filter(pk=self.round_id, state__in=AHEAD).exists()
        self.fresh_at = time.monotonic()

    @property
    def is_fresh(self) -> bool:
        """Whether the times may be believed without looking."""
        return time.monotonic() - self.fresh_at < FRESH_S

    def refusal(self, person_id: int, question: int, read_at_ns: int) -> type[Refused] | None:
        """What speaks against an answer at that moment."""
        if not self.is_on:
            return WrongRoundState
        if person_id in self.left:
            return NotMeant
        opens, closes = self.times.get(question, (0, 0))
        if not opens or read_at_ns < opens:
            return TooEarly
        return TooLate if read_at_ns > closes + GRACE_NS else None


class QuizRoom:
    """Takes the posts to "quiz.7". A post's body is {"q": question, "a": answer, "claim": milliseconds}."""

    def __init__(self) -> None:
        self.rooms: dict[str, Memory] = {}

    def open(self, room: str) -> int | None:
        """Load the round; returns the last number that its log holds."""
        round_id = int(room.partition(".")[2])
        sheets = dict(Question.objects.filter(round_id=round_id).values_list("number", "sheet"))
        memory = Memory(round_id, sheets)
        memory.refresh()
        log = Answer.objects.filter(round_id=round_id)
        memory.answered = {(q, p): key for q, p, key in log.values_list("question", "person_id", "key")}
        for question, _person in memory.answered:
            memory.counts[question] = memory.counts.get(question, 0) + 1
        self.rooms[room] = memory
        last = log.aggregate(last=Max("number"))["last"]
        return int(last) if last else None

    def admit(self, post: realtime.Post) -> dict[str, Any] | None:
        """Refuse what is certainly wrong; remember who has answered what, in the order of arrival."""
        memory, question = self.rooms[post.room], post.body.get("q")
        sheet = memory.sheets.get(question) if type(question) is int else None
        if sheet is None:
            return in_words(NoSuchQuizQuestion)
        if not is_answer(sheet, post.body.get("a")):
            return in_words(AnswerUnreadable)
        place = (int(post.body["q"]), post.person_id)
        if memory.answered.get(place, post.key) != post.key:
            return in_words(AnsweredAlready)
        if memory.is_fresh and (refused := memory.refusal(post.person_id, place[0], post.read_at_ns)):
            return in_words(refused)
        memory.answered[place] = post.key
        return None

    def store(self, posts: Sequence[realtime.Post]) -> Sequence[dict[str, Any]]:
        """Judge the times, by the tables once a second, write all in one statement, say what stands."""
        for room in {post.room for post in posts}:
            if not self.rooms[room].is_fresh:
                self.rooms[room].refresh()
        rows: dict[int, Row] = {}
        refused: dict[int, dict[str, Any]] = {}
        for place, post in enumerate(posts):
            memory = self.rooms[post.room]
            if why := memory.refusal(post.person_id, post.body["q"], post.read_at_ns):
                refused[place] = in_words(why)
            else:
                rows[place] = _row(memory, post)
        before = insert(list(rows.values()))
        return [refused.get(place) or _acknowledge(rows[place], before) for place in range(len(posts))]

    def stored(self, posts: Sequence[realtime.Post], acknowledgements: Sequence[dict[str, Any]]) -> None:
        """Forget what was refused; tell the hosts how many have answered, twice a second at most."""
        for post, said in zip(posts, acknowledgements, strict=True):
            memory, question = self.rooms[post.room], post.body["q"]
            if "code" in said and memory.answered.get((question, post.person_id)) == post.key:
                del memory.answered[question, post.person_id]
            elif said.get("n") == post.number:
                memory.counts[question] = memory.counts.get(question, 0) + 1
        for room in {post.room for post in posts}:
            _count(self.rooms[room])


def _count(memory: Memory) -> None:
    """Tell the hosts the latest count half a second from now, unless that is already under way."""
    if memory.is_telling:
        return
    memory.is_telling = True
    try:
        asyncio.get_running_loop().call_later(COUNT_EVERY_S, _tell, memory)
    except RuntimeError:  # no loop: a caller that waits for nobody
        _tell(memory)


def _tell(memory: Memory) -> None:
    memory.is_telling = False
    realtime.publish(f"quizhost.{memory.round_id}", "counted", {str(q): n for q, n in memory.counts.items()})


def _row(memory: Memory, post: realtime.Post) -> Row:
    question = post.body["q"]
    return Row(
        memory.round_id, question, post.person_id, 0, post.key, post.number, memory.times[question][0],
        post.read_at_ns, claim_us(post.body.get("claim")), int(max(post.rtt_ms, 0) * 1000),
        TO_JSON(post.body["a"]),
    )  # fmt: skip


def _acknowledge(row: Row, before: dict[tuple[int, int, int], tuple[str, int]]) -> dict[str, Any]:
    key, number = before.get(row.place, (row.key, row.number))
    return {"n": number} if key == row.key else in_words(AnsweredAlready)


def in_words(refused: type[Refused]) -> dict[str, Any]:
    """A refusal as the page gets it."""
    return {"code": refused.code, "sentence": str(refused.sentence)}


ROOM = QuizRoom()
