"""The door of questions."""

from zhibu.questions.queries.picking import pick, sheets
from zhibu.questions.rules.sheets import QuestionSheet, is_right

__all__ = ["QuestionSheet", "is_right", "pick", "sheets"]
