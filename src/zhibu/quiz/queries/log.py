"""Reading the log of answers, for services; pages never see it."""

import json
from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.questions.api import QuestionSheet
from zhibu.quiz.models import Answer, Question
from zhibu.quiz.rules.scoring import Line

SYSTEM = Viewer.system("quiz")


def log_of(round_id: int, **only: int) -> list[Line]:
    """The lines of a round, or those `only` of a question or a person."""
    rows = Answer.objects.filter(round_id=round_id, **only)
    columns = ("question", "person_id", "window", "number", "shown_at_ns", "read_at_ns", "claim_us", "rtt_us", "body")
    read = rows.values_list(*columns)
    return [
        Line(q, p, w, n, shown, at, claim, rtt, json.loads(body)) for q, p, w, n, shown, at, claim, rtt, body in read
    ]


def sheet_of(question: Question) -> QuestionSheet:
    """The frozen copy as the bank's own kind of sheet, for judging answers."""
    values: dict[str, Any] = dict(question.sheet)
    return QuestionSheet(**values | {"options": tuple(values["options"]), "variants": tuple(values["variants"])})


def names_of(person_ids: list[int]) -> dict[int, str]:
    """Names by person."""
    return dict(people(SYSTEM).filter(pk__in=person_ids).values_list("pk", "name"))
