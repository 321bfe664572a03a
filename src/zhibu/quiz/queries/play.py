"""What a player's phone and the projector are told. Texts of questions that are not open go out sealed."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.quiz.enums import AHEAD, Mode
from zhibu.quiz.models import Answer, Entrant, Opening, Question, Round
from zhibu.quiz.queries.log import sheet_of
from zhibu.quiz.queries.rounds import get_round, questions_of, rounds
from zhibu.quiz.rules.answers import in_words
from zhibu.quiz.rules.scoring import Line
from zhibu.quiz.rules.sealing import shown


def may_see(viewer: Viewer, round_id: int, *, to: str = "see") -> bool:
    """Whether the viewer sees, or hosts, the round."""
    return rounds(viewer, to=to).filter(pk=round_id).exists()


def may_play(viewer: Viewer, round_id: int) -> bool:
    """Whether he has entered its common sitting and still belongs there."""
    mine = Entrant.objects.filter(round_id=round_id, person_id=viewer.person_id or 0, window=0, left_at=None)
    return mine.filter(round__state__in=AHEAD).exists()


def entrant_of(viewer: Viewer, round_: Round) -> Entrant | None:
    """The viewer's entry, if he has entered."""
    return Entrant.objects.filter(round=round_, person_id=viewer.person_id or 0).first()


def state(viewer: Viewer, round_id: int, *, at: datetime) -> dict[str, Any]:
    """All that a page needs after loading, a reconnect or a gap; `now` is the server's clock in milliseconds."""
    round_ = get_round(viewer, round_id)
    questions = questions_of(round_) if round_.starts_at and round_.state in AHEAD else []
    mine = Answer.objects.filter(round=round_, person_id=viewer.person_id or 0)
    return {
        "round": round_.pk, "state": round_.state, "mode": round_.mode, "seconds": round_.seconds, "now": _ms(at),
        "starts": _ms(round_.starts_at), "steps": [_step(question, at) for question in questions],
        "mine": {str(q): json.loads(body) for q, body in mine.values_list("question", "body")},
        "results": {str(q.number): q.told for q in questions if q.told},
    }  # fmt: skip


def _step(question: Question, at: datetime) -> dict[str, Any]:
    is_open = question.opens_at is not None and question.opens_at <= at
    return {
        "n": question.number, "opens": _ms(question.opens_at), "closes": _ms(question.closes_at),
        "sealed": question.sealed, "key": question.secret if is_open else "",
        "text": shown(question.sheet) if is_open else None,
    }  # fmt: skip


def result_of(question: Question, lines: list[Line], *, name: str, time_ms: int) -> dict[str, Any]:
    """Right answer, explanation, how many chose what, and who was first; numbers only, nobody's wrong answer."""
    sheet = sheet_of(question)
    chosen: dict[str, int] = {}
    for line in lines:
        for place in line.answer if isinstance(line.answer, list) else [line.answer]:
            chosen[json.dumps(place)] = chosen.get(json.dumps(place), 0) + 1
    counted = sheet.kind in ("single", "multiple", "true_false")
    return {
        "n": question.number, "kind": sheet.kind, "answer": sheet.key, "variants": list(sheet.variants),
        "tolerance": sheet.tolerance, "words": in_words(question.sheet, sheet.key), "explanation": sheet.explanation,
        "source": sheet.source, "people": len(lines), "chosen": chosen if counted else {}, "first": name, "ms": time_ms,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Turn:
    """Where somebody stands who goes at his own pace: the question to answer next, or none."""

    round: Round
    number: int
    total: int
    answered: int


def turn(viewer: Viewer, round_id: int) -> Turn:
    """The next question of a window; those whose time ran out unanswered are passed over."""
    round_ = get_round(viewer, round_id)
    me = {"round": round_, "person_id": viewer.person_id or 0}
    done = set(Answer.objects.filter(**me).values_list("question", flat=True))
    numbers = [question.number for question in questions_of(round_)]
    started = set() if round_.mode == Mode.PRACTICE else set(
        Opening.objects.filter(**me).values_list("question", flat=True)
    )  # fmt: skip
    left = [number for number in numbers if number not in done | started]
    return Turn(round_, left[0] if left else 0, len(numbers), len(done))


def _ms(moment: datetime | None) -> int | None:
    return int(moment.timestamp() * 1000) if moment else None
