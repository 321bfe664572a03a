"""Assessments: everybody his own; collectors the sum, the band and the state, never the figure behind."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhibu.dues.errors import FigureClosed
from zhibu.dues.models import Assessment
from zhibu.dues.queries.policy import policy_on
from zhibu.dues.rules.amounts import Derivation, derive
from zhibu.dues.rules.sealing import Figure, is_waiting, open_figure
from zhibu.kernel.templatetags.zhibu import yuan
from zhibu.kernel.viewer import Viewer


def own_assessments(viewer: Viewer, year: int) -> QuerySet[Assessment]:
    """The viewer's own of a year that are in force, in the order of months."""
    rows = Assessment.objects.filter(person_id=viewer.person_id or 0, year=year, replaced_at=None)
    return rows.order_by("from_month", "only_month")


def in_force(person_id: int, month: date) -> Assessment | None:
    """What holds for a person's month: the one for that month alone, else the latest begun."""
    rows = Assessment.objects.filter(person_id=person_id, year=month.year, replaced_at=None)
    begun = rows.filter(from_month__lte=month.month)
    found = [row for row in begun if not row.only_month or row.from_month == month.month]
    return max(found, key=lambda row: (row.only_month, row.from_month), default=None)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the derivation as the page shows it: what, how, and the result."""

    name: str
    state: str
    who: str
    note: str
    since: None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """An assessment with what this browser can open of it."""

    assessment: Assessment
    steps: list[Step]
    is_closed: bool
    waits: bool


def shown(viewer: Viewer, assessment: Assessment, *, code: str) -> Shown:
    """The viewer's own assessment, opened as far as his browser's viewing code reaches."""
    waits = is_waiting(assessment.sealed) and assessment.confirmed_at is None
    figure = _figure(viewer, assessment, code)
    has_figure = bool(assessment.sealed)
    steps = _steps(assessment, figure) if figure or not has_figure else []
    return Shown(assessment, steps, has_figure and figure is None, waits)


def _figure(viewer: Viewer, assessment: Assessment, code: str) -> Figure | None:
    """In the owner's own session alone; nobody else's viewer gets so far."""
    if viewer.is_system or viewer.person_id != assessment.person_id or not assessment.sealed:
        return None
    try:
        return open_figure(assessment.sealed, person_id=assessment.person_id, year=assessment.year, code=code)
    except FigureClosed:
        return None


def _steps(assessment: Assessment, figure: Figure | None) -> list[Step]:
    on = date(assessment.year, assessment.from_month, 1)
    found = derive(assessment.kind, figure.base if figure else _sum(assessment), on=on, policy=policy_on(on))
    lines = [*_base_lines(figure), *_rate_lines(found)] if figure else []
    lines.append((_("每月应交"), yuan(assessment.amount_fen), _article(found)))
    return [Step(name, "done", value, note) for name, value, note in lines]


def _sum(assessment: Assessment) -> int:
    return int(assessment.amount_fen)


def _base_lines(figure: Figure) -> list[tuple[str, str, str]]:
    lines = []
    if figure.counted:
        lines.append((_("应计入的收入"), yuan(figure.counted), _("岗位工资、绩效、津贴等相对固定的、经常性的收入")))
        lines.append((_("减去不计入的"), f"-{yuan(figure.deducted)}", _("个人所得税、社会保险、公积金、年金等")))
    return [*lines, (_("计算基数"), yuan(figure.base), "")]


def _rate_lines(found: Derivation) -> list[tuple[str, str, str]]:
    if found.band is None:
        return []
    rate = f"{found.band.basis_points / 100:g}%"
    up_to = found.band.up_to
    edge = _("不超过 %(edge)s 的一档") % {"edge": yuan(up_to)} if up_to else _("最高一档")
    raw = f"{yuan(found.base_fen)} × {rate}"
    lines = [(_("适用比例"), rate, edge + _("；整个基数按这一档计算"))]
    lines.append((_("乘出来"), f"{raw} = ¥{found.raw_fen_times_10000 / 1_000_000:,.4f}", ""))
    lines.append((_("舍入"), yuan(found.rounded_fen), _rounding(found)))
    if found.is_cut:
        lines.append((_("每月上限"), yuan(found.ceiling_fen), _("超出部分可以自愿多交（组电明字〔2017〕5号）")))
    return lines


def _rounding(found: Derivation) -> str:
    units = {"fen": _("分"), "jiao": _("角"), "yuan": _("元")}
    how = _("舍去") if found.policy.rounding == "down" else _("四舍五入")
    return _("%(how)s到%(unit)s") % {"how": how, "unit": units[found.policy.unit]}


def _article(found: Derivation) -> str:
    return _("依据：党费收缴规定第%(number)s条") % {"number": found.article.rsplit(" ", 1)[-1]}
