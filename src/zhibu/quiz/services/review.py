"""Learning afterwards: what one missed is kept for oneself until one knows it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.questions.api import is_right
from zhibu.quiz.errors import AnswerUnreadable
from zhibu.quiz.models import Missed, Question
from zhibu.quiz.queries.log import sheet_of
from zhibu.quiz.queries.review import practice_question
from zhibu.quiz.rules.answers import in_words, is_answer


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person is told after a question of practice."""

    question: Question
    is_right: bool
    mine: str
    right: str


def practise(viewer: Viewer, *, round_id: int, number: int, value: Any, at: datetime) -> Verdict:
    """Judge an answer outside of any round. A right one closes what was missed; a wrong one keeps it open."""
    question = practice_question(viewer, round_id, number)
    if not is_answer(question.sheet, value):
        raise AnswerUnreadable
    sheet = sheet_of(question)
    found = is_right(sheet, value)
    mine = Missed.objects.filter(person_id=viewer.person_id or 0, round_id=round_id, question=number)
    if found:
        mine.filter(known_at=None).update(known_at=at)
    elif viewer.person_id:
        Missed.objects.update_or_create(
            person_id=viewer.person_id, round_id=round_id, question=number,
            defaults={"missed_at": at, "known_at": None},
        )  # fmt: skip
    return Verdict(question, found, in_words(question.sheet, value), in_words(question.sheet, sheet.key))
