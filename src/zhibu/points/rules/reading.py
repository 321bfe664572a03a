"""Reading a scheme from CSV, and the same form made from a stored scheme, so that one lint serves both."""

import csv
import io
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from zhibu.points.enums import Aspect, CapPeriod, Formula, IndexKind, Review, Settle
from zhibu.points.rules.mapping import SAMPLE, Reading

COLUMNS = (
    "id", "aspect", "name_zh", "name_en", "kind", "value", "cap", "cap_period", "settle", "evidence",
    "self_declared", "review", "source_scheme",
)  # fmt: skip
OPTIONAL = ("ledger_kinds", "formula", "step", "needed", "target", "target_officers", "aspect_bonus_cap")
ASPECTS = {str(label): aspect for aspect, label in Aspect.choices}
ASPECTS_ENGLISH = {aspect.name.lower(): aspect.value for aspect in Aspect}
# rules.md 7.2: base 60 and bonus caps 德 6, 能 8, 勤 8, 绩 14, 廉 4.
DEFAULT_BONUS_CAPS = {1: 60, 2: 80, 3: 80, 4: 140, 5: 40}


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where, and which rule says so. `row` is the line of the sheet, 0 for the whole scheme."""

    row: int
    id: str
    code: str
    severity: str
    message: str
    rule: str


@dataclass(slots=True, kw_only=True)
class Row:
    """An index as written, numbers in tenths."""

    row: int
    code: str
    aspect: int
    name_zh: str
    name_en: str
    kind: str
    value: int
    cap: int | None
    cap_period: str
    settle: str
    evidence: str
    is_self_declared: bool
    review: str
    origin: str
    reading: Reading | None


@dataclass(slots=True)
class Sheet:
    """A scheme as written: its rows, its bonus caps, and what could not be read."""

    rows: list[Row] = field(default_factory=list)
    bonus_caps: dict[int, int] = field(default_factory=lambda: dict(DEFAULT_BONUS_CAPS))
    problems: list[Problem] = field(default_factory=list)


def parse(text: str) -> Sheet:
    """Read a CSV text. Cells that cannot be read become problems with their row; nothing is raised."""
    sheet = Sheet()
    reader = csv.DictReader(io.StringIO(text.lstrip("\ufeff")))
    header = [name.strip() for name in reader.fieldnames or []]
    if missing := [name for name in COLUMNS if name not in header]:
        message = _("缺少列：%(names)s。请使用模板的表头。") % {"names": ", ".join(missing)}
        sheet.problems.append(Problem(1, "", "missing_columns", "error", message, "points-scheme.csv"))
        return sheet
    reader.fieldnames = header
    for cells in reader:
        plain = {name: (value or "").strip() for name, value in cells.items() if isinstance(name, str)}
        if any(plain.values()):
            _Cells(sheet, reader.line_num, plain).read()
    return sheet


class _Cells:
    """The cells of one row on their way to a Row; remembers whether anything was unreadable."""

    def __init__(self, sheet: Sheet, number: int, cells: dict[str, str]) -> None:
        self.sheet, self.number, self.cells = sheet, number, cells
        self.fits = True

    def read(self) -> None:
        """Add the row to the sheet when every cell could be read."""
        cells = self.cells
        row = Row(
            row=self.number, code=cells["id"], aspect=self._aspect(), name_zh=cells["name_zh"],
            name_en=cells["name_en"], kind=self._choice("kind", IndexKind.values),
            value=self._tenths("value", signed=True) or 0, cap=self._tenths("cap", signed=True),
            cap_period=self._choice("cap_period", CapPeriod.values), settle=self._choice("settle", Settle.values),
            evidence=cells["evidence"], is_self_declared=self._choice("self_declared", ["yes", "no"]) == "yes",
            review=self._choice("review", Review.values), origin=cells["source_scheme"], reading=self._reading(),
        )  # fmt: skip
        if not row.code or not row.name_zh:
            self._fault("nameless", _("每个指标要有编号和中文名称。请补上。"))
        if (cap := self._tenths("aspect_bonus_cap")) is not None and row.aspect:
            self.sheet.bonus_caps[row.aspect] = cap
        if self.fits:
            self.sheet.rows.append(row)

    def _fault(self, code: str, message: str) -> None:
        self.fits = False
        self.sheet.problems.append(Problem(self.number, self.cells["id"], code, "error", message, "points-scheme.csv"))

    def _choice(self, column: str, known: list[str]) -> str:
        value = self.cells[column]
        if value not in known:
            words = {"column": column, "value": value, "known": ", ".join(known)}
            self._fault(f"unknown_{column}", _("%(column)s 写的是“%(value)s”，请改为其中之一：%(known)s。") % words)
        return value

    def _aspect(self) -> int:
        value = self.cells["aspect"]
        number = ASPECTS.get(value) or ASPECTS_ENGLISH.get(value.lower())
        if number is None:
            words = {"value": value, "known": "、".join(ASPECTS)}
            self._fault("unknown_aspect", _("aspect 写的是“%(value)s”，请改为其中之一：%(known)s。") % words)
        return number or 0

    def _tenths(self, column: str, *, signed: bool = False) -> int | None:
        text = self.cells.get(column, "").replace("，", ".").replace("＋", "+").replace("－", "-")
        if not text:
            return None
        try:
            tenths = Decimal(text) * 10
            if tenths != tenths.to_integral_value() or abs(tenths) > 10000 or (tenths < 0 and not signed):
                raise InvalidOperation
        except InvalidOperation:
            words = {"column": column, "value": self.cells[column]}
            self._fault(f"bad_{column}", _("%(column)s 写的是“%(value)s”，请写最多一位小数的数。") % words)
            return None
        return int(tenths)

    def _reading(self) -> Reading | None:
        cells = self.cells
        if not cells.get("ledger_kinds"):
            return SAMPLE.get((cells["id"], cells["name_zh"]))
        formula = cells.get("formula") or Formula.PER_FACT
        if formula not in Formula.values:
            words = {"value": formula, "known": ", ".join(Formula.values)}
            self._fault("unknown_formula", _("formula 写的是“%(value)s”，请改为其中之一：%(known)s。") % words)
            return None
        kinds = tuple(dict.fromkeys(kind.strip() for kind in cells["ledger_kinds"].split("+") if kind.strip()))
        step, needed = self._tenths("step") or 0, self._tenths("needed") or 0
        target, officers = self._tenths("target") or 0, self._tenths("target_officers") or 0
        return Reading(Formula(formula), kinds, step, needed, target, officers or target)
