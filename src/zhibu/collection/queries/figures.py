"""Figures of branches that the platform works out itself, so that nobody counts them again."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.activities.enums import DUTY_KINDS
from zhibu.kernel.calendar import add_years
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import entries as facts
from zhibu.members.api import roll
from zhibu.members.enums import Category, Sex
from zhibu.organisations.api import organisations
from zhibu.organisations.enums import Kind, State

SYSTEM = Viewer.system("collection")
Words = str | Promise


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that the platform knows of a branch."""

    code: str
    label: Words
    unit: Words
    source: Words


_ROLL, _TREE, _LEDGER = _("党员名册"), _("组织树"), _("台账")
_PEOPLE = _("人")
FIGURES: dict[str, Figure] = {
    figure.code: figure
    for figure in (
        Figure("members", _("党员总数"), _PEOPLE, _ROLL),
        Figure("probationary", _("预备党员"), _PEOPLE, _ROLL),
        Figure("women", _("女党员"), _PEOPLE, _ROLL),
        Figure("minority", _("少数民族党员"), _PEOPLE, _ROLL),
        Figure("up_to_35", _("35 岁及以下党员"), _PEOPLE, _ROLL),
        Figure("over_60", _("61 岁及以上党员"), _PEOPLE, _ROLL),
        Figure("mobile", _("流动党员"), _PEOPLE, _ROLL),
        Figure("lost", _("失联党员"), _PEOPLE, _ROLL),
        Figure("joined_this_year", _("本年接收预备党员"), _PEOPLE, _ROLL),
        Figure("groups", _("党小组"), _("个"), _TREE),
        Figure("attended_this_year", _("本年组织生活到会"), _("人次"), _LEDGER),
    )
}


def figures(branches: Iterable[tuple[int, str]], codes: Iterable[str], *, today: date) -> dict[int, dict[str, int]]:
    """Branch → code → number, for (id, path) of branches: at most one query for each source. For services."""
    places, wanted = list(branches), set(codes)
    found: dict[int, dict[str, int]] = {pk: {} for pk, _path in places}
    for part in (_from_roll, _from_tree, _from_ledger):
        for pk, numbers in part(places, wanted, today).items():
            found[pk] |= numbers
    return found


Numbers = dict[int, dict[str, int]]


def _conditions(today: date) -> dict[str, Q]:
    """What is counted on the roll; ages in completed years (rules.md 8.1)."""
    return {
        "members": Q(),
        "probationary": Q(category=Category.PROBATIONARY),
        "women": Q(person__sex=Sex.FEMALE),
        "minority": ~Q(person__ethnicity__in=["", "汉族", "其他", "外国血统中国籍人士"]),
        "up_to_35": Q(person__birth_date__gt=add_years(today, -36)),
        "over_60": Q(person__birth_date__lte=add_years(today, -61)),
        "mobile": Q(is_mobile=True),
        "lost": Q(is_lost=True),
        "joined_this_year": Q(joined_on__gte=today.replace(month=1, day=1)),
    }


def _from_roll(places: list[tuple[int, str]], wanted: set[str], today: date) -> Numbers:
    counted = {code: Count("pk", filter=q) for code, q in _conditions(today).items() if code in wanted}
    if not counted:
        return {}
    zero = {pk: dict.fromkeys(counted, 0) for pk, _path in places}
    rows = roll("").filter(branch_id__in=zero).order_by().values_list("branch_id").annotate(**_named(counted))
    return zero | {row[0]: dict(zip(counted, row[1:], strict=True)) for row in rows}


def _named(counted: dict[str, Any]) -> dict[str, Any]:
    return {f"n_{code}": count for code, count in counted.items()}


def _from_tree(places: list[tuple[int, str]], wanted: set[str], today: date) -> Numbers:
    if "groups" not in wanted:
        return {}
    paths = organisations(SYSTEM).filter(kind=Kind.PARTY_GROUP, state=State.ACTIVE).values_list("path", flat=True)
    groups = list(paths)
    return {pk: {"groups": sum(path.startswith(place) for path in groups)} for pk, place in places}


def _from_ledger(places: list[tuple[int, str]], wanted: set[str], today: date) -> Numbers:
    if "attended_this_year" not in wanted:
        return {}
    since = datetime.combine(today.replace(month=1, day=1), time(), SHANGHAI)
    kinds = [f"{kind.value}_attended" for kind in DUTY_KINDS]
    rows = facts(SYSTEM).filter(
        organisation_id__in=[pk for pk, _path in places], kind__in=kinds, occurred_at__gte=since, reverses=None,
        reversed_by=None,
    )  # fmt: skip
    numbers = dict(rows.order_by().values_list("organisation_id").annotate(n=Count("pk")))
    return {pk: {"attended_this_year": numbers.get(pk, 0)} for pk, _path in places}
