"""Answers as they are stored and as people read them, and which questions apply."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhibu.casework.enums import Ask
from zhibu.casework.rules.definition import CONSENT, Field, Material
from zhibu.kernel.templatetags.zhibu import day, mask, yuan

Answers = Mapping[str, Any]
MOST_DEPENDANTS = 5
YES = "yes"
HIDDEN = "***"


def applies(one: Field | Material, answers: Answers) -> bool:
    """Whether a question or a paper is asked for, after what was answered before it."""
    code, value = one.condition
    if not code:
        return True
    given = answers.get(code)
    return bool(given) if value == YES and isinstance(given, bool) else value in _given(given)


def _given(value: Any) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else [str(value or "")]


def asked(fields: Iterable[Field], answers: Answers) -> list[Field]:
    """The questions that apply."""
    return [one for one in fields if applies(one, answers)]


def shown(one: Field, value: Any, *, masked: bool = False) -> str:
    """An answer as people read it; of a masked number the ends are shown, of other words nothing."""
    if value in (None, "", []):
        return "—"
    text = str(_WORDS.get(one.ask, str)(value))
    if not (masked and one.secret):
        return text
    return mask(text) if one.ask in (Ask.CITIZEN_ID, Ask.PHONE) else HIDDEN


def _family(rows: list[Mapping[str, str]]) -> str:
    return "；".join(" ".join(part for part in (row["name"], row["relation"], row["born_on"]) if part) for row in rows)


_WORDS: dict[str, Any] = {
    Ask.MONEY: yuan,
    Ask.DATE: lambda value: day(date.fromisoformat(value)),
    Ask.YES: lambda value: _("是") if value else _("否"),
    Ask.MANY: "、".join,
    Ask.DEPENDANTS: _family,
}


def lines(fields: Iterable[Field], answers: Answers, *, masked: bool = False) -> list[tuple[Field, str]]:
    """Question and answer for each that applies."""
    return [(one, shown(one, answers.get(one.code), masked=masked)) for one in asked(fields, answers)]


def refused(consents: Iterable[Field], answers: Answers) -> bool:
    """Whether somebody did not say yes to what needs his consent; silence is none."""
    return any(answers.get(one.code) != CONSENT[0] for one in asked(consents, answers))


def missing(materials: Iterable[Material], answers: Answers, there: Iterable[str]) -> list[Material]:
    """Required papers that are not there."""
    have = set(there)
    return [one for one in materials if one.required and applies(one, answers) and one.code not in have]
