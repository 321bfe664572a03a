"""The door of points."""

from zhibu.points.rules.lint import lint
from zhibu.points.rules.reading import Problem, parse

__all__ = ["lint_text"]


def lint_text(text: str, *, profile: str) -> tuple[int, list[Problem]]:
    """How many indexes a CSV text holds, and what keeps it from being switched on."""
    sheet = parse(text)
    return len(sheet.rows), lint(sheet, profile=profile)
