"""The lint of a scheme: what may not be counted, sums, bounds, and facts that exist (rules.md 7.2, 7.6, 10.5)."""

from collections import Counter
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from zhibu.ledger.enums import kinds as ledger_kinds
from zhibu.points.enums import Aspect, CapPeriod, Formula, IndexKind
from zhibu.points.rules.reading import Problem, Row, Sheet
from zhibu.points.rules.words import forbidden_in, without_disclaimers

BASE_TOTAL = 600  # rules.md 7.2: base 60, bonus caps 40, range 0 to 100
BONUS_TOTAL = 400
GOVERNMENT = "government"

SUMS, FORBIDDEN, PROFILE, FACTS = "rules.md 7.2", "rules.md 7.6", "rules.md 10.5", "architecture.md 6"


def lint(sheet: Sheet, *, profile: str) -> list[Problem]:
    """Everything that keeps a scheme from being switched on, in the order of its rows."""
    found = list(sheet.problems)
    for row in sheet.rows:
        for check in ROW_CHECKS:
            found += [_problem(row, *fault) for fault in check(row)]
        found += [_problem(row, *fault) for fault in _hours_in_government(row, profile)]
    unread = any(problem.severity == "error" for problem in sheet.problems)
    found += _duplicates(sheet) + ([] if unread else _sums(sheet))
    return sorted(found, key=lambda problem: problem.row or 10**6)


def _problem(row: Row, code: str, message: str, rule: str) -> Problem:
    return Problem(row.row, row.code, code, "error", message, rule)


Faults = Iterator[tuple[str, str, str]]


def _no_forbidden_facts(row: Row) -> Faults:
    kinds = " ".join(row.reading.kinds) if row.reading else ""
    text = f"{row.code} {row.name_zh} {row.name_en} {kinds} {without_disclaimers(row.evidence)}"
    for group in forbidden_in(text):
        words = {"what": group.what}
        message = _("不得以%(what)s计分。请改为一件真实做过、有据可查的事。") % words
        yield f"forbidden_{group.code}", message, f"{FORBIDDEN}, 10.5"


def _hours_in_government(row: Row, profile: str) -> Faults:
    by_hours = row.reading is not None and (
        row.reading.formula == Formula.HOURS_RATIO or any(kind.endswith("hours") for kind in row.reading.kinds)
    )
    if profile == GOVERNMENT and by_hours:
        yield "hours_in_government", _("机关部署方式下不按学时计分。请删去这一项，学时另行登记。"), PROFILE


def _facts_exist(row: Row) -> Faults:
    if row.reading is None or not row.reading.kinds:
        message = _("没有写明读取哪种记录。请在 ledger_kinds 列填写记录种类，多种用 + 连接。")
        yield "no_ledger_kinds", message, FACTS
        return
    known = ledger_kinds()
    for kind in row.reading.kinds:
        if kind not in known:
            yield "unknown_ledger_kind", _("没有“%(kind)s”这种记录。请从记录种类表里选择。") % {"kind": kind}, FACTS


def _bounded(row: Row) -> Faults:
    if row.kind == IndexKind.VETO:
        if row.value or row.cap:
            yield "veto_has_value", _("一票否决不写分值。请清空 value 和 cap。"), SUMS
        return
    if not row.cap:
        yield "unbounded", _("没有上限的指标不能启用。请在 cap 列写上限（扣分写负数）。"), SUMS
    elif abs(row.value) > abs(row.cap):
        yield "value_over_cap", _("单次分值超过了上限。请核对 value 和 cap。"), SUMS


def _signs(row: Row) -> Faults:
    if row.kind == IndexKind.PENALTY and (row.value >= 0 or (row.cap or 0) > 0):
        yield "penalty_not_negative", _("扣分项的 value 和 cap 都写负数。请改正。"), SUMS
    if row.kind in {IndexKind.BASE, IndexKind.BONUS} and (row.value <= 0 or (row.cap or 1) < 0):
        yield "value_not_positive", _("基础分和加分的 value、cap 都写正数。请改正。"), SUMS


def _formula_fits(row: Row) -> Faults:
    reading = row.reading
    if reading is None:
        return
    if (row.kind == IndexKind.BASE) == (reading.formula == Formula.PER_FACT):
        message = _("基础分用满分起扣、学时比例或达到次数；加分、扣分和否决按次计。请改 formula 或 kind。")
        yield "formula_does_not_fit", message, SUMS
    if row.kind == IndexKind.BASE and (row.cap != row.value or row.cap_period != CapPeriod.YEAR):
        yield "base_not_yearly", _("基础分的 cap 等于 value，cap_period 为 year。请改正。"), SUMS
    missing = {
        Formula.FULL_MINUS_MISSED: not reading.step, Formula.THRESHOLD: not reading.needed,
        Formula.HOURS_RATIO: not (reading.target and reading.target_officers),
    }  # fmt: skip
    if missing.get(reading.formula):
        message = _("满分起扣要写 step，达到次数要写 needed，学时比例要写 target。请补上。")
        yield "formula_without_number", message, SUMS


ROW_CHECKS: tuple[Callable[[Row], Faults], ...] = (_no_forbidden_facts, _facts_exist, _bounded, _signs, _formula_fits)


def _duplicates(sheet: Sheet) -> list[Problem]:
    codes = Counter(row.code for row in sheet.rows)
    message = _("这个编号出现了不止一次。请改成不同的编号。")
    return [_problem(row, "duplicate_id", message, SUMS) for row in sheet.rows if codes[row.code] > 1]


def _sums(sheet: Sheet) -> list[Problem]:
    base = sum(row.value for row in sheet.rows if row.kind == IndexKind.BASE)
    caps = sum(sheet.bonus_caps.values())
    faults = []
    if base != BASE_TOTAL:
        words = {"found": f"{base / 10:g}", "wanted": f"{BASE_TOTAL / 10:g}"}
        faults.append(("base_sum", _("基础分合计 %(found)s 分，应为 %(wanted)s 分。请调整各项 value。") % words))
    if caps != BONUS_TOTAL:
        words = {"found": f"{caps / 10:g}", "wanted": f"{BONUS_TOTAL / 10:g}"}
        faults.append(("bonus_sum", _("各方面加分上限合计 %(found)s 分，应为 %(wanted)s 分。请调整。") % words))
    faults += [
        ("aspect_unreachable", _("“%(aspect)s”有加分项却没有加分上限。请补上。") % {"aspect": aspect.label})
        for aspect in Aspect
        if not sheet.bonus_caps.get(aspect) and any(r.aspect == aspect and r.kind == "bonus" for r in sheet.rows)
    ]
    return [Problem(0, "", code, "error", message, SUMS) for code, message in faults]
