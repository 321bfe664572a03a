"""Reads of the bank, each with its viewer."""

from zhibu.questions.queries.bank import KEEPERS, bank, get_question
from zhibu.questions.queries.picking import pick, sheets

__all__ = ["KEEPERS", "bank", "get_question", "pick", "sheets"]
