"""The door of the contest."""

from zhibu.quiz.queries.todo import things_to_do
from zhibu.quiz.services.evenings import EveningPlan, prepare_evenings, set_evening
from zhibu.quiz.services.rounds import Plan, create_round, pick_questions, publish_round, seal_round

__all__ = [
    "EveningPlan",
    "Plan",
    "create_round",
    "pick_questions",
    "prepare_evenings",
    "publish_round",
    "seal_round",
    "set_evening",
    "things_to_do",
]
