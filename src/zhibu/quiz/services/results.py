"""The result of a round: computed from the log, written once, computed again by `zhibu quiz replay`."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse

from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence
from zhibu.ledger.enums import Mode as Where
from zhibu.questions.api import is_right
from zhibu.quiz.enums import QUIZ_PASSED, Mode, State
from zhibu.quiz.events import RoundEnded
from zhibu.quiz.models import Entrant, First, Missed, Round, Score
from zhibu.quiz.queries.log import log_of, sheet_of
from zhibu.quiz.queries.rounds import questions_of
from zhibu.quiz.rules.scoring import Outcome, Tally, outcome
from zhibu.realtime import api as realtime

SYSTEM = Viewer.system("quiz")


def computed(round_: Round) -> Outcome:
    """The result that the log says."""
    sheets = {question.number: sheet_of(question) for question in questions_of(round_)}
    return outcome(sheets, log_of(round_.pk), mode=round_.mode, policy=round_.policy, pass_mark=round_.pass_mark)


def finish(round_: Round, *, at: datetime) -> None:
    """Write the result, what each still has to learn, and the facts; in the caller's transaction."""
    found = computed(round_)
    _write(round_, found)
    _keep_missed(round_, at)
    _record(round_, found, at)
    round_.state, round_.ended_at = (State.PUBLISHED if round_.evening_id else State.ENDED), at
    round_.published_at = at if round_.evening_id else None
    round_.save(update_fields=["state", "ended_at", "published_at"])
    publish(RoundEnded(round_id=round_.pk))
    realtime.publish(f"quiz.{round_.pk}", "ended", {"people": len(found.tallies)})


def _write(round_: Round, found: Outcome) -> None:
    Score.objects.filter(round=round_).delete()
    First.objects.filter(round=round_).delete()
    First.objects.bulk_create(
        First(round=round_, question=question, window=window, person_id=person, time_ms=time)
        for (question, window), (person, time) in found.firsts.items()
    )
    Score.objects.bulk_create(
        (
            Score(round=round_, person_id=person, window=tally.window, right=tally.right, firsts=tally.firsts,
                  time_ms=tally.time_ms, is_first=tally.is_first, passed=tally.passed)
            for person, tally in found.tallies.items()
        ),
        batch_size=500,
    )  # fmt: skip


def _keep_missed(round_: Round, at: datetime) -> None:
    sheets = {question.number: sheet_of(question) for question in questions_of(round_)}
    wrong = [line for line in log_of(round_.pk) if not is_right(sheets[line.question], line.answer)]
    Missed.objects.bulk_create(
        (Missed(person_id=x.person_id, round=round_, question=x.question, missed_at=at) for x in wrong),
        batch_size=500, ignore_conflicts=True,
    )  # fmt: skip


def _record(round_: Round, found: Outcome, at: datetime) -> None:
    """One fact a person and round: as many right answers as the round asks for. A practice leaves nothing."""
    if round_.mode == Mode.PRACTICE:
        return
    passed = {person for person, tally in found.tallies.items() if tally.passed}
    branch = dict(Entrant.objects.filter(round=round_).values_list("person_id", "organisation_id"))
    facts = [
        Fact(
            kind=QUIZ_PASSED, member_id=person, organisation_id=branch[person], occurred_at=at, source_app="quiz",
            source_key=f"round:{round_.pk}:{person}", mode=Where.ONLINE, evidence=Evidence.SYSTEM,
            title=round_.title, url=reverse("quiz:round", args=[round_.pk]),
        )
        for person in sorted(passed) if person in branch
    ]  # fmt: skip
    if facts:
        record_many(SYSTEM, facts, at=at)


def replay(round_id: int) -> list[str]:
    """Compute a round's result again from its log; the differences to what stands, none when they agree."""
    round_ = Round.objects.get(pk=round_id)
    found = computed(round_)
    stands = Outcome(
        {(f.question, f.window): (f.person_id, f.time_ms) for f in First.objects.filter(round=round_)},
        {s.person_id: _tally(s) for s in Score.objects.filter(round=round_)},
    )
    return _differences("first", found.firsts, stands.firsts) + _differences("score", found.tallies, stands.tallies)


def _tally(score: Score) -> Tally:
    return Tally(score.window, score.right, score.firsts, score.time_ms, score.is_first, score.passed)


def _differences(name: str, said: Mapping[Any, Any], there: Mapping[Any, Any]) -> list[str]:
    keys = sorted({*said, *there})
    return [f"{name} {k}: log {said.get(k)}, table {there.get(k)}" for k in keys if said.get(k) != there.get(k)]
