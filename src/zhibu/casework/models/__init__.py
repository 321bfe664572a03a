"""Matters, cases, what happened to them, and what was given."""

from zhibu.casework.models.case import Case
from zhibu.casework.models.log import Entry, Material, Message, StepRecord
from zhibu.casework.models.matter import Draft, Matter, Version
from zhibu.casework.models.money import Outlay
from zhibu.casework.models.papers import Batch, Letter, LetterBook, Window

__all__ = [
    "Batch",
    "Case",
    "Draft",
    "Entry",
    "Letter",
    "LetterBook",
    "Material",
    "Matter",
    "Message",
    "Outlay",
    "StepRecord",
    "Version",
    "Window",
]
