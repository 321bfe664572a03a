"""A question as quiz and school hold it, and whether an answer to it is right. Pure: nothing is looked up."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

MOST_DIGITS = 30
_NOT_WORDS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class QuestionSheet:
    """One version of a question.

    `key` by kind: single → place of the option from 0; multiple → sorted places; true_false → bool;
    order → places in the right order; number → decimal text; text → the answer's words.
    `variants` are other right wordings of a text; `tolerance` is decimal text, by how much a number may miss.
    """

    id: int
    kind: str
    stem: str
    options: tuple[str, ...]
    key: Any
    variants: tuple[str, ...] = ()
    tolerance: str = "0"
    explanation: str = ""
    source: str = ""


def is_right(sheet: QuestionSheet, answer: object) -> bool:
    """Whether `answer`, in the shape of `sheet.key`, is right. Anything else is wrong; nothing is raised."""
    check = _CHECKS.get(sheet.kind)
    return check is not None and check(sheet, answer)


def _single(sheet: QuestionSheet, answer: object) -> bool:
    return type(answer) is int and answer == sheet.key


def _multiple(sheet: QuestionSheet, answer: object) -> bool:
    places = _places(answer)
    return places is not None and len(set(places)) == len(places) and sorted(places) == list(sheet.key)


def _true_false(sheet: QuestionSheet, answer: object) -> bool:
    return type(answer) is bool and answer == sheet.key


def _order(sheet: QuestionSheet, answer: object) -> bool:
    return _places(answer) == list(sheet.key)


def _places(answer: object) -> list[int] | None:
    if not isinstance(answer, list | tuple) or any(type(place) is not int for place in answer):
        return None
    return list(answer)


def _number(sheet: QuestionSheet, answer: object) -> bool:
    given, wanted, room = decimal_of(answer), decimal_of(sheet.key), decimal_of(sheet.tolerance or "0")
    return given is not None and wanted is not None and room is not None and abs(given - wanted) <= room


def _text(sheet: QuestionSheet, answer: object) -> bool:
    given = folded(answer) if isinstance(answer, str) else ""
    return bool(given) and given in {folded(wording) for wording in (sheet.key, *sheet.variants)}


_CHECKS: dict[str, Callable[[QuestionSheet, object], bool]] = {
    "single": _single, "multiple": _multiple, "true_false": _true_false, "order": _order, "number": _number,
    "text": _text,
}  # fmt: skip


def decimal_of(value: object) -> Decimal | None:
    """A plain number, full-width digits and thousands commas allowed; None for anything else."""
    if type(value) is bool or not isinstance(value, str | int | float):
        return None
    text = unicodedata.normalize("NFKC", str(value)).replace(",", "").strip()
    if len(text) > MOST_DIGITS or "e" in text.lower():
        return None
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def folded(text: str) -> str:
    """Words without width, case, spaces and punctuation: what is the same to a reader is the same here."""
    return _NOT_WORDS.sub("", unicodedata.normalize("NFKC", text).casefold())
