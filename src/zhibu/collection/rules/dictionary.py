"""The field dictionary: who confirms an item, and for how long a confirmation is good (practice; rules.md 2.1)."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import Stage, Standing
from zhibu.kernel.calendar import add_months
from zhibu.kernel.crypto import blind_index


@dataclass(frozen=True, slots=True)
class Care:
    """`confirmer` has the last word on the item; `months` is how long his word is good, None for ever."""

    confirmer: Stage
    months: int | None


_LASTING = Care(Stage.BRANCH, None)
_BY_COMMITTEE = Care(Stage.COMMITTEE, None)
_YEARLY, _TWO_YEARLY = Care(Stage.SELF, 12), Care(Stage.SELF, 24)
_CARE = {
    "name": _LASTING, "former_name": _LASTING, "sex": _LASTING, "ethnicity": _LASTING, "citizen_id": _LASTING,
    "birth_date": _LASTING, "native_place": _LASTING, "league_joined_on": _LASTING, "is_taiwan_origin": _LASTING,
    "work_since": _LASTING, "joined_on": _BY_COMMITTEE, "full_on": _BY_COMMITTEE, "category": _BY_COMMITTEE,
    "branch": _BY_COMMITTEE, "status": _BY_COMMITTEE, "education": _TWO_YEARLY, "degree": _TWO_YEARLY,
    "technical_post": _TWO_YEARLY, "household_place": _TWO_YEARLY,
}  # fmt: skip


# How people look for an item: what is asked for most often first.
HEADINGS: tuple[tuple[Any, tuple[str, ...]], ...] = (
    (_("联系方式和住址"), ("mobile", "phone", "home_address", "residence", "household_place")),
    (_("基本情况"), (
        "name", "former_name", "sex", "ethnicity", "citizen_id", "birth_date", "native_place", "league_joined_on",
        "is_taiwan_origin",
    )),
    (_("学历和工作"), (
        "education", "degree", "work_post", "work_unit_and_post", "technical_post", "work_since", "employee_number",
        "new_stratum_kind", "is_migrant_worker",
    )),
    (_("党籍"), (
        "branch", "group", "category", "status", "joined_on", "full_on", "joining_kind", "joining_branch",
        "probation_extended_to", "registered_on",
    )),
    (_("流动、失联和困难"), ("is_mobile", "flow_to", "is_lost", "lost_since", "is_in_hardship")),
)  # fmt: skip


def care_for(code: str) -> Care:
    """Who confirms an item and for how long; what changes with life is asked for once a year."""
    return _CARE.get(code, _YEARLY)


def digest(person_id: int, code: str, text: str) -> str:
    """What a confirmation keeps of the value it confirms: enough to see a change, nothing to read."""
    return blind_index(f"{person_id}:{code}:{text}", purpose="collection")


def standing(
    text: str, *, always: bool, waits: bool, confirmed_on: date | None, months: int | None, today: date
) -> str:
    """How an item stands: `always` for a yes or no, which is never missing; `confirmed_on` is the last word."""
    if waits:
        return Standing.WAITING
    if not text and not always:
        return Standing.MISSING
    if confirmed_on is None or (months is not None and add_months(confirmed_on, months) < today):
        return Standing.DUE
    return Standing.KNOWN


def good_until(confirmed_on: date | None, months: int | None) -> date | None:
    """The last day on which a confirmation is good; None for none or for ever."""
    return add_months(confirmed_on, months) if confirmed_on and months is not None else None
