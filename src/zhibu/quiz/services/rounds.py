"""The life of a round in the hands of its hosts: planned, sealed, begun, ended, published."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import organisations, within
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.questions.api import QuestionSheet, pick, sheets
from zhibu.quiz.enums import AHEAD, Mode, Policy, State
from zhibu.quiz.errors import NoQuestionsYet, NoTimeGiven, TooFewQuestions, WindowWrong, WrongRoundState
from zhibu.quiz.models import Question, Round, Window
from zhibu.quiz.queries.rounds import MANAGERS, begins_at, get_round, questions_of
from zhibu.quiz.rules import pace, sealing
from zhibu.quiz.services.clock import plan_steps
from zhibu.quiz.services.reminders import plan_reminders
from zhibu.realtime import api as realtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an officer fills in. `windows` are (opens, closes); a plan without `starts_at` is played in them only."""

    title: str
    mode: str = Mode.BUZZ_IN
    policy: str = Policy.ARRIVAL
    seconds: int = 20
    pause: int = 8
    pass_mark: int = 3
    reward_note: str = ""
    starts_at: datetime | None = None
    windows: tuple[tuple[datetime, datetime], ...] = ()


COLUMNS = ("title", "mode", "policy", "seconds", "pause", "pass_mark", "reward_note", "starts_at")


def create_round(viewer: Viewer, *, organisation_id: int, plan: Plan, key: UUID, at: datetime, **extra: Any) -> Round:
    """A round in preparation. The same `key` again gives the one that is there."""
    if there := Round.objects.filter(key=key, created_by=viewer.name).first():
        return there
    held = organisations(Viewer.system("quiz")).filter(within(viewer.paths(MANAGERS)), pk=organisation_id)
    if not held.exists():
        raise NoSuchOrganisation
    with transaction.atomic():
        made = Round(organisation_id=organisation_id, key=key, created_by=viewer.name, created_at=at, **extra)
        _fill(made, plan)
    return made


def change_round(viewer: Viewer, *, round_id: int, plan: Plan, at: datetime) -> Round:
    """Change what is not sealed yet."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.PLANNED,))
        _fill(round_, plan)
    return round_


def _fill(round_: Round, plan: Plan) -> None:
    if any(closes <= opens for opens, closes in plan.windows):
        raise WindowWrong
    for name in COLUMNS:
        setattr(round_, name, getattr(plan, name))
    round_.save()
    round_.windows.all().delete()
    rows = enumerate(sorted(plan.windows), 1)
    Window.objects.bulk_create(Window(round=round_, number=n, opens_at=o, closes_at=c) for n, (o, c) in rows)


def choose_questions(viewer: Viewer, *, round_id: int, question_ids: list[int], at: datetime) -> Round:
    """Take these questions of the bank, in this order; what was chosen before goes."""
    return _take(viewer, round_id, sheets(question_ids))


def pick_questions(
    viewer: Viewer, *, round_id: int, count: int, tags: tuple[str, ...] = (), difficulty: int | None = None,
    seed: int | str, at: datetime,
) -> Round:  # fmt: skip
    """Let the rule take `count` questions out of the bank. Raises TooFewQuestions."""
    round_ = get_round(viewer, round_id, to="host")
    found = pick(
        viewer, organisation_id=round_.organisation_id, count=count, tags=tags, difficulty=difficulty, seed=seed
    )
    if len(found) < count:
        raise TooFewQuestions
    return _take(viewer, round_id, found)


def _take(viewer: Viewer, round_id: int, chosen: list[QuestionSheet]) -> Round:
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.PLANNED,))
        put(round_, [asdict(sheet) for sheet in chosen])
    return round_


def put(round_: Round, chosen: list[dict[str, Any]]) -> None:
    """Give the round these questions; they are copies from now on."""
    round_.questions.all().delete()
    rows = (Question(round=round_, number=number, sheet=sheet) for number, sheet in enumerate(chosen, 1))
    Question.objects.bulk_create(rows)


def seal_round(viewer: Viewer, *, round_id: int, at: datetime) -> Round:
    """Freeze the questions, make their keys and set the clock. Sealing twice is the same as once."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.PLANNED, State.SEALED))
        if round_.state == State.PLANNED:
            _seal(round_, at)
            audit(viewer, action="quiz.seal", subject=f"quiz:{round_.pk}", at=at)
    return round_


def _seal(round_: Round, at: datetime) -> None:
    chosen, begins = questions_of(round_), begins_at(round_)
    if not chosen:
        raise NoQuestionsYet
    if begins is None or not _has_time(round_, at):
        raise NoTimeGiven
    for question in chosen:
        question.secret = sealing.new_secret()
        question.sealed = sealing.seal(question.sheet, secret=question.secret)
    round_.state = State.SEALED
    round_.save(update_fields=["state"])
    _set_clock(round_, chosen)
    plan_steps(round_.pk, begins, at=at)
    plan_reminders(round_, at=at)


def _has_time(round_: Round, at: datetime) -> bool:
    ends = [window.closes_at for window in round_.windows.all()]
    return all(moment > at for moment in ([round_.starts_at] if round_.starts_at else [max(ends, default=at)]))


def _set_clock(round_: Round, chosen: list[Question]) -> None:
    """Give every question its time; without a common start they have none."""
    if round_.starts_at:
        steps = pace.plan(round_.starts_at, count=len(chosen), seconds=round_.seconds, pause=round_.pause)
        for question, step in zip(chosen, steps, strict=True):
            question.opens_at, question.closes_at = step.opens_at, step.closes_at
    Question.objects.bulk_update(chosen, ["secret", "sealed", "opens_at", "closes_at"])


def unseal_round(viewer: Viewer, *, round_id: int, at: datetime) -> Round:
    """Back to preparation, as long as it has not begun; the old keys are worthless."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.SEALED, State.PLANNED))
        round_.state = State.PLANNED
        round_.save(update_fields=["state"])
        round_.questions.update(secret="", sealed="", opens_at=None, closes_at=None)
        realtime.publish(topic(round_id), "steps")
        audit(viewer, action="quiz.unseal", subject=f"quiz:{round_id}", at=at)
    return round_


def begin_now(viewer: Viewer, *, round_id: int, at: datetime) -> Round:
    """Do not wait for the clock: the first question comes in five seconds. A second host's tap changes nothing."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=AHEAD)
        begins = at + pace.LEAD
        if round_.starts_at is None or round_.starts_at <= begins:
            return round_
        round_.starts_at = begins
        round_.save(update_fields=["starts_at"])
        _set_clock(round_, questions_of(round_))
        plan_steps(round_.pk, begins, at=at)
        realtime.publish(topic(round_id), "steps")
        audit(viewer, action="quiz.begin", subject=f"quiz:{round_id}", at=at)
    return round_


def cancel_round(viewer: Viewer, *, round_id: int, at: datetime) -> Round:
    """It will not be played; only before it has begun."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.PLANNED, State.SEALED, State.CANCELLED))
        round_.state = State.CANCELLED
        round_.save(update_fields=["state"])
        realtime.publish(topic(round_id), "steps")
        audit(viewer, action="quiz.cancel", subject=f"quiz:{round_id}", at=at)
    return round_


def publish_round(viewer: Viewer, *, round_id: int, at: datetime) -> Round:
    """Show the result list to those who are meant. Publishing twice is the same as once."""
    with transaction.atomic():
        round_ = locked(viewer, round_id, states=(State.ENDED, State.PUBLISHED))
        if round_.state == State.ENDED:
            round_.state, round_.published_at = State.PUBLISHED, at
            round_.save(update_fields=["state", "published_at"])
            realtime.publish(topic(round_id), "published")
            audit(viewer, action="quiz.publish", subject=f"quiz:{round_id}", at=at)
    return round_


def locked(viewer: Viewer, round_id: int, *, states: tuple[str, ...]) -> Round:
    """The round for its host, locked; refused in another state."""
    get_round(viewer, round_id, to="host")
    found = Round.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=round_id)
    if found.state not in states:
        raise WrongRoundState
    return found


def topic(round_id: int) -> str:
    """What the pages of a round read."""
    return f"quiz.{round_id}"
