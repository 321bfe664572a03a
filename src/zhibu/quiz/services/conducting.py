"""Moving a round on: whatever is due by now is done, by whoever looks first, as often as anybody looks."""

from datetime import datetime, timedelta

from django.db import transaction

from zhibu.questions.api import is_right
from zhibu.quiz.enums import AHEAD, State
from zhibu.quiz.models import First, Question, Round
from zhibu.quiz.queries.log import log_of, names_of, sheet_of
from zhibu.quiz.queries.play import result_of
from zhibu.quiz.queries.rounds import begins_at, questions_of
from zhibu.quiz.rules.pace import GRACE, Step, catch_up, next_moment
from zhibu.quiz.rules.scoring import first_of
from zhibu.quiz.services.clock import plan_steps
from zhibu.quiz.services.results import finish
from zhibu.realtime import api as realtime

AFTERWARDS = timedelta(seconds=3)  # between the last question and the result of the round


def conduct(*, round_id: int, at: datetime) -> datetime | None:
    """Do what is due and plan the next look. Returns when that is, None when the round is over."""
    with transaction.atomic():
        found = Round.objects.select_for_update(of=("self",)).select_related("organisation")
        round_ = found.filter(pk=round_id, state__in=AHEAD).first()
        moment = _advance(round_, at) if round_ else None
        if moment:
            plan_steps(round_id, moment, at=at)
    return moment


def _advance(round_: Round, at: datetime) -> datetime | None:
    begins = begins_at(round_)
    if begins is None or begins > at:
        return begins
    if round_.state == State.SEALED:
        round_.state = State.RUNNING
        round_.save(update_fields=["state"])
        realtime.publish(f"quiz.{round_.pk}", "steps")
    questions = questions_of(round_) if round_.starts_at else []
    moment = _play(round_, questions, at) if questions else None
    return moment or _end(round_, questions, at)


def _play(round_: Round, questions: list[Question], at: datetime) -> datetime | None:
    """The common sitting. Returns when something is due next, None when all questions are settled."""
    _catch_up(round_, questions, at)
    for question in questions:
        if question.opened_at is None and question.opens_at and question.opens_at <= at:
            _open(question, at)
        closes = question.closes_at or at
        if question.opened_at and question.settled_at is None and closes + GRACE <= at:
            _settle(round_, question, at)
    return next_moment(_step(question) for question in questions)


def _catch_up(round_: Round, questions: list[Question], at: datetime) -> None:
    steps = [_step(question) for question in questions]
    moved = catch_up(steps, at=at)
    if moved == steps:
        return
    for question, step in zip(questions, moved, strict=True):
        question.opens_at, question.closes_at, question.extended = step.opens_at, step.closes_at, step.extended
    Question.objects.bulk_update(questions, ["opens_at", "closes_at", "extended"])
    realtime.publish(f"quiz.{round_.pk}", "steps")


def _step(question: Question) -> Step:
    assert question.opens_at  # noqa: S101 (planned at sealing)
    assert question.closes_at  # noqa: S101
    return Step(
        question.number, question.opens_at, question.closes_at,
        opened=question.opened_at is not None, settled=question.settled_at is not None, extended=question.extended,
    )  # fmt: skip


def _open(question: Question, at: datetime) -> None:
    """Tell the key: now every phone can read the text that it already holds."""
    question.opened_at = at
    question.save(update_fields=["opened_at"])
    realtime.publish(f"quiz.{question.round_id}", "open", {"n": question.number, "key": question.secret})


def _settle(round_: Round, question: Question, at: datetime) -> None:
    """Close a question: who was first, how many were right, why."""
    sheet = sheet_of(question)
    lines = [line for line in log_of(round_.pk, question=question.number) if line.window == 0]
    first = first_of((x for x in lines if is_right(sheet, x.answer)), window=0, policy=round_.policy)
    if first:
        values = {"person_id": first.person_id, "time_ms": first.taken_us // 1000}
        First.objects.update_or_create(round=round_, question=question.number, window=0, defaults=values)
    name, time_ms = (names_of([first.person_id])[first.person_id], first.taken_us // 1000) if first else ("", 0)
    question.settled_at, question.told = at, result_of(question, lines, name=name, time_ms=time_ms)
    question.save(update_fields=["settled_at", "told"])
    realtime.publish(f"quiz.{round_.pk}", "result", question.told)


def _end(round_: Round, questions: list[Question], at: datetime) -> datetime | None:
    """When the last window is closed and whoever began in it has had his time, the round is over."""
    last = [question.settled_at + AFTERWARDS for question in questions if question.settled_at]
    allowed = timedelta(seconds=round_.seconds) + GRACE
    last += [window.closes_at + allowed for window in round_.windows.all()]
    moment = max(last, default=at)
    if moment > at:
        return moment
    finish(round_, at=at)
    return None


def end_round(round_id: int, *, at: datetime) -> None:
    """Close what is open and end; for a host who stops early."""
    with transaction.atomic():
        round_ = Round.objects.select_for_update(of=("self",)).filter(pk=round_id, state=State.RUNNING).first()
        if round_:
            finish(round_, at=at)
