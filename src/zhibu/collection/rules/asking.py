"""Free questions: when two are the same, and what can be an answer."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import Kind

_MARKS = re.compile(r"[\W_]+")


def same_question(text: str) -> str:
    """Equal for questions that differ in blanks, width, case and punctuation alone."""
    plain = _MARKS.sub("", unicodedata.normalize("NFKC", text)).lower()
    return hashlib.sha256(plain.encode()).hexdigest()[:32]


def answer_fault(kind: str, choices: Sequence[str], text: str) -> object | None:
    """Why a text cannot answer a question, or None; an empty one answers nothing."""
    if not text:
        return None
    if kind == Kind.NUMBER and not re.fullmatch(r"-?\d{1,12}(\.\d{1,4})?", text):
        return _("请只填数字，单位不用写。")
    if kind == Kind.DAY and not _is_day(text):
        return _("请选一个日期。")
    if kind == Kind.YES_NO and text not in {"yes", "no"}:
        return _("请选“是”或“否”。")
    if kind == Kind.CHOICE and text not in choices:
        return _("请在给出的选项里选一项。")
    return None


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


def in_words(kind: str, text: str) -> str:
    """An answer as people read it."""
    if kind == Kind.YES_NO and text:
        return str(_("是") if text == "yes" else _("否"))
    return text
