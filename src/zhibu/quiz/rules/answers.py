"""The shape of an answer, whatever it was sent by."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

MOST_TEXT = 60
MOST_CLAIM_MS = 600_000


def is_answer(sheet: Mapping[str, Any], answer: object) -> bool:
    """Whether a value has the shape of an answer to this kind of question."""
    kind, options = sheet["kind"], len(sheet["options"])
    if kind == "single":
        return _place(answer, options)
    if kind in ("multiple", "order"):
        return _places(answer, options) and (kind == "multiple" or len(answer) == options)  # type: ignore[arg-type]
    if kind == "true_false":
        return type(answer) is bool
    return isinstance(answer, str) and 0 < len(answer.strip()) <= MOST_TEXT


def _place(answer: object, options: int) -> bool:
    return type(answer) is int and 0 <= answer < options


def _places(answer: object, options: int) -> bool:
    if not isinstance(answer, list) or not answer or not all(_place(place, options) for place in answer):
        return False
    return len(set(answer)) == len(answer)


def claim_us(value: object) -> int | None:
    """A phone's own measure in milliseconds as microseconds; None for nonsense, also from a clock set back."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return int(value * 1000) if 0 <= value <= MOST_CLAIM_MS else None


def in_words(sheet: Mapping[str, Any], answer: Any) -> str:
    """An answer as people read it: "B. 七月", "A. 党课；C. 党员大会", "正确"."""
    kind, options = sheet["kind"], sheet["options"]
    if kind == "single" and _place(answer, len(options)):
        return f"{letter(answer)}. {options[answer]}"
    if kind in ("multiple", "order") and _places(answer, len(options)):
        return (" → " if kind == "order" else "；").join(f"{letter(place)}. {options[place]}" for place in answer)
    if kind == "true_false" and type(answer) is bool:
        return _("正确") if answer else _("错误")
    return str(answer)


def letter(place: int) -> str:
    """A, B, C …"""
    return chr(ord("A") + place)
