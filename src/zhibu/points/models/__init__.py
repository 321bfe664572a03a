"""Schemes, declared items, settlements, star of the month."""

from zhibu.points.models.declaring import Absence, Declaration, Exclusion
from zhibu.points.models.scheme import Index, Scheme, Source
from zhibu.points.models.settlement import Adjustment, Comment, Figure, Objection, OpenFigure, Settlement
from zhibu.points.models.star import Duty, DutyCheck, Nomination, NotebookCheck, Star, Summary

__all__ = [
    "Absence", "Adjustment", "Comment", "Declaration", "Duty", "DutyCheck", "Exclusion", "Figure", "Index",
    "Nomination", "NotebookCheck", "Objection", "OpenFigure", "Scheme", "Settlement", "Source", "Star", "Summary",
]  # fmt: skip
