"""The one calculation of points: facts and scheme in, figures out, in one set-based statement.

Live preview (one member), settlement (all, written by the database itself) and simulation (a draft) read the
same text. It is plain SQL on purpose: the ledger may hold millions of facts, and none of them passes through
Python. It runs unchanged on PostgreSQL and SQLite. It reads the tables of ledger, members and organisations
and writes none of them.

    score = clamp(Σ_aspect [base + min(bonus, cap) + penalty], 0, 100)          (rules.md 7.2; tenths throughout)

Absent by right in n of N quarters: nothing is taken off for those quarters, hours and thresholds shrink to the
N − n that remain, and when none remains the base is full ("neutral, not zero", rules.md 7.3).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import confidential_codes
from zhibu.members.enums import BRANCH_COMMITTEE, COUNTED
from zhibu.organisations.api import get_organisation
from zhibu.points.enums import ASPECT_FIELDS, CapPeriod, Formula, IndexKind, Settle
from zhibu.points.models import Absence, Exclusion, Scheme
from zhibu.points.rules.periods import quarter_start


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which figures are asked for: of a scheme, to the end of a quarter, of what was recorded by a moment.

    With `every_index` the indexes that settle at the year's end count already (live preview). With `open_only`
    confidential facts are left out, which gives what others may read (docs/adr/0009-open-figures.md); `concerned` asks
    only for those of whom there are such facts.
    """

    scheme: Scheme
    quarter: int
    recorded_until: datetime
    person_id: int | None = None
    branch_path: str = ""
    every_index: bool = False
    open_only: bool = False
    concerned: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What one index gives one member, with the sum of the facts behind it (tenths of their unit)."""

    person_id: int
    index_id: int
    quantity: int
    points: int


_ROLL = """
roll AS (
  SELECT m.person_id, m.branch_id,
    CASE WHEN EXISTS (
      SELECT 1 FROM members_postholding p WHERE p.person_id = m.person_id AND p.title IN ({officers})
        AND p.started_on < {end_day} AND (p.ended_on IS NULL OR p.ended_on >= {start_day})
    ) THEN 1 ELSE 0 END AS is_officer,
    {absent} AS absent
  FROM members_membership m JOIN organisations_organisation o ON o.id = m.branch_id
  WHERE o.path LIKE {path} AND m.status IN ({counted}) {one_member} {concerned} {excluded}
),
special AS (SELECT person_id, is_officer, absent FROM roll WHERE is_officer = 1 OR absent > 0)"""

# Members with facts between them and the discipline side that the scheme counts.
_CONCERNED = """AND {member} IN (
    SELECT c.member_id FROM ledger_entry c JOIN points_source w ON w.kind = c.kind
    JOIN points_index n ON n.id = w.index_id AND n.scheme_id = %(scheme)s
    WHERE c.kind IN ({kinds}) AND c.occurred_at >= %(start)s AND c.occurred_at < %(end)s AND c.recorded_at <= %(until)s
  )"""

_SUMS = """
sums AS (
  SELECT e.member_id, i.id AS index_id, {part} AS part, SUM(e.quantity) AS quantity
  FROM ledger_entry e
  JOIN points_source s ON s.kind = e.kind
  JOIN points_index i ON i.id = s.index_id AND i.scheme_id = {scheme} {settled}
  WHERE e.occurred_at >= {start} AND e.occurred_at < {end} AND e.recorded_at <= {until}
    {one_fact} {concerned} {hidden} {neutral}
  GROUP BY e.member_id, i.id, {part_group}
)"""

# One row per index and part of the year (the whole year, or a quarter when the cap is quarterly).
_PARTS = """
parts AS (
  SELECT s.member_id AS person_id, i.id AS index_id, i.kind, i.aspect, s.quantity,
    CASE WHEN {neutral} THEN 0 ELSE CASE i.formula
      WHEN 'per_fact' THEN
        CASE WHEN i.value >= 0 THEN
          CASE WHEN s.quantity <= 0 THEN 0 WHEN i.value * s.quantity / 10 > i.cap THEN i.cap
            ELSE i.value * s.quantity / 10 END
        ELSE
          CASE WHEN s.quantity <= 0 THEN 0 WHEN i.value * s.quantity / 10 < i.cap THEN i.cap
            ELSE i.value * s.quantity / 10 END
        END
      WHEN 'full_minus_missed' THEN
        CASE WHEN s.quantity <= 0 THEN 0 WHEN i.step * s.quantity / 10 > i.value THEN -i.value
          ELSE -(i.step * s.quantity / 10) END
      WHEN 'hours_ratio' THEN
        CASE WHEN s.quantity <= 0 THEN 0
          WHEN s.quantity >= {target} THEN i.value ELSE i.value * s.quantity / {target} END
      WHEN 'threshold' THEN CASE WHEN s.quantity >= {needed} THEN i.value ELSE 0 END
      ELSE 0 END END AS points,
    CASE WHEN i.kind = 'veto' AND s.quantity > 0 THEN 1 ELSE 0 END AS veto
  FROM sums s JOIN points_index i ON i.id = s.index_id LEFT JOIN special r ON r.person_id = s.member_id
)"""

_TOTALS = """
totals AS (
  SELECT person_id, {columns}, MAX(veto) AS veto FROM (
    SELECT person_id, veto, points, CASE WHEN kind = 'bonus' THEN aspect + 5 ELSE aspect END AS slot FROM parts
  ) slots GROUP BY person_id
),
aspects AS (
  SELECT r.person_id, r.branch_id, {aspects}, {carried} AS carried, COALESCE(t.veto, 0) AS veto
  FROM roll r LEFT JOIN totals t ON t.person_id = r.person_id
),
figures AS (
  SELECT person_id, branch_id, {names}, veto,
    CASE WHEN veto = 1 OR {total} < 0 THEN 0 WHEN {total} > 1000 THEN 1000 ELSE {total} END AS total
  FROM aspects
)"""


class _Statement:
    """Collects the parameters while the text is put together; `{name}` becomes a placeholder and its value."""

    def __init__(self, question: Question) -> None:
        scheme = question.scheme
        self.question = question
        self.year_end = question.every_index or question.quarter == 4
        self.has_absences = Absence.objects.filter(year=scheme.year, quarter__lte=question.quarter).exists()
        self.indexes = [i for i in scheme.indexes.all() if self.year_end or i.settle == Settle.QUARTER]
        self.values = self._values()

    def _values(self) -> dict[str, Any]:
        question, scheme = self.question, self.question.scheme
        start, end = quarter_start(scheme.year, 1), quarter_start(scheme.year, question.quarter + 1)
        path = question.branch_path or get_organisation(Viewer.system("points"), scheme.organisation_id).path
        return {
            "scheme": scheme.pk, "year": scheme.year, "quarter": question.quarter, "person": question.person_id,
            "path": f"{path}%", "start": start, "end": end, "until": question.recorded_until,
            "start_day": start.date(), "end_day": end.date(), "q2": quarter_start(scheme.year, 2),
            "q3": quarter_start(scheme.year, 3), "q4": quarter_start(scheme.year, 4),
            **{f"officer{n}": str(title) for n, title in enumerate(BRANCH_COMMITTEE)},
            **{f"counted{n}": str(status) for n, status in enumerate(COUNTED)},
            **{f"hidden{n}": code for n, code in enumerate(confidential_codes())},
        }  # fmt: skip

    def text(self, select: str) -> str:
        """The whole statement, ending in `select`, with %(name)s for every value."""
        return f"WITH {self._roll()},{self._sums()},{self._parts()},{self._totals()}\n{select}"

    def _roll(self) -> str:
        absent = (
            "(SELECT COUNT(*) FROM points_absence a WHERE a.person_id = m.person_id "
            "AND a.year = %(year)s AND a.quarter <= %(quarter)s)"
        )
        excluded = (
            "AND NOT EXISTS (SELECT 1 FROM points_exclusion x "
            "WHERE x.scheme_id = %(scheme)s AND x.person_id = m.person_id)"
        )
        return _ROLL.format(
            officers=_list("officer", len(BRANCH_COMMITTEE)), counted=_list("counted", len(COUNTED)),
            start_day="%(start_day)s", end_day="%(end_day)s", path="%(path)s",
            absent=absent if self.has_absences else "0",
            excluded=excluded if Exclusion.objects.filter(scheme=self.question.scheme).exists() else "",
            one_member="AND m.person_id = %(person)s" if self.question.person_id else "",
            concerned=self._concerned("m.person_id"),
        )  # fmt: skip

    def _sums(self) -> str:
        quarter = (
            "CASE WHEN e.occurred_at < %(q2)s THEN 1 WHEN e.occurred_at < %(q3)s THEN 2 "
            "WHEN e.occurred_at < %(q4)s THEN 3 ELSE 4 END"
        )
        by_quarter = any(index.cap_period == CapPeriod.QUARTER for index in self.indexes)
        part = f"CASE WHEN i.cap_period = 'quarter' THEN {quarter} ELSE 0 END" if by_quarter else "0"
        absent = "SELECT 1 FROM points_absence a WHERE a.person_id = e.member_id AND a.year = %(year)s AND a.quarter"
        neutral = f"AND NOT (i.formula = 'full_minus_missed' AND EXISTS ({absent} = {quarter}))"
        return _SUMS.format(
            part=part, part_group="3" if by_quarter else "2", scheme="%(scheme)s", start="%(start)s", end="%(end)s",
            until="%(until)s", settled="" if self.year_end else "AND i.settle = 'quarter'",
            one_fact="AND e.member_id = %(person)s" if self.question.person_id else "",
            neutral=neutral if self.has_absences else "", concerned=self._concerned("e.member_id"),
            hidden=f"AND e.kind NOT IN ({self._hidden})" if self.question.open_only else "",
        )  # fmt: skip

    @property
    def _hidden(self) -> str:
        return _list("hidden", len(confidential_codes()))

    def _concerned(self, member: str) -> str:
        return _CONCERNED.format(member=member, kinds=self._hidden) if self.question.concerned else ""

    def _parts(self) -> str:
        target = "CASE WHEN r.is_officer = 1 THEN i.target_officers ELSE i.target END"
        needed, always = "i.needed", "FALSE"
        if self.has_absences:
            always = "COALESCE(r.absent, 0) >= %(quarter)s AND i.kind = 'base'"  # counted as full in the totals
            remaining, of = "(%(quarter)s - COALESCE(r.absent, 0))", "%(quarter)s"
            target = f"({target}) * {remaining} / {of}"
            needed = f"(i.needed * {remaining} + {of} - 1) / {of}"
        return _PARTS.format(target=f"({target})", needed=f"({needed})", neutral=always)

    def _totals(self) -> str:
        last = "COALESCE(h.total, f.total)" if self.question.open_only else "f.total"
        carried = (
            f"COALESCE((SELECT {last} * %(carry)s / 100 FROM points_figure f "  # noqa: S608 (names of ours)
            "LEFT JOIN points_openfigure h ON h.figure_id = f.id JOIN points_settlement p "
            "ON p.id = f.settlement_id AND p.quarter = 4 JOIN points_scheme y ON y.id = p.scheme_id "
            "AND y.year = %(last_year)s WHERE f.person_id = r.person_id), 0)"
        )
        carry_over = self.question.scheme.carry_over
        self.values |= {"carry": carry_over, "last_year": self.question.scheme.year - 1}
        return _TOTALS.format(
            columns=", ".join(f"SUM(points) FILTER (WHERE slot = {n}) AS s{n}" for n in range(1, 11)),
            aspects=", ".join(self._aspect(n, name) for n, name in _numbered()),
            carried=carried if carry_over else "0",
            names=", ".join(name for _n, name in _numbered()),
            total=f"({' + '.join(name for _n, name in _numbered())} + carried)",
        )  # fmt: skip

    def _aspect(self, number: int, name: str) -> str:
        """Full marks where nothing is taken off unless missed, plus what the facts give and take."""
        mine = [i for i in self.indexes if i.aspect == number and i.kind == IndexKind.BASE]
        start = sum(i.value for i in mine if i.formula == Formula.FULL_MINUS_MISSED)
        base = f"{start} + COALESCE(t.s{number}, 0)"
        if self.has_absences and (full := sum(i.value for i in mine)) != start:
            base = f"CASE WHEN r.absent >= %(quarter)s THEN {full} ELSE {start} END + COALESCE(t.s{number}, 0)"
        cap = self.question.scheme.bonus_caps[number]
        bonus = f"CASE WHEN COALESCE(t.s{number + 5}, 0) > {cap} THEN {cap} ELSE COALESCE(t.s{number + 5}, 0) END"
        return f"{base} + {bonus} AS {name}"


def _numbered() -> list[tuple[int, str]]:
    return [(aspect.value, name) for aspect, name in ASPECT_FIELDS.items()]


def _list(name: str, length: int) -> str:
    return ", ".join(f"%({name}{n})s" for n in range(length))


def statement(question: Question, select: str, **more: Any) -> tuple[str, dict[str, Any]]:
    """The calculation with a last SELECT from `figures`, `parts` or `roll`, and its parameters.

    `more` are further named values of the select.
    """
    asked = _Statement(question)
    text = asked.text(select)
    return text, {name: _adapt(value) for name, value in {**asked.values, **more}.items() if f"%({name})s" in text}


def _adapt(value: Any) -> Any:
    """Moments and days as the database's columns hold them."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def figures(question: Question) -> Iterator[dict[str, Any]]:
    """One row a member: person_id, branch_id, the five aspects, total, veto. In no order of figures."""
    names = ["person_id", "branch_id", *ASPECT_FIELDS.values(), "total", "veto"]
    with connection.cursor() as cursor:
        select = f"SELECT {', '.join(names)} FROM figures ORDER BY person_id"  # noqa: S608 (names of ours)
        cursor.execute(*statement(question, select))
        for row in cursor:
            yield dict(zip(names, row, strict=True))


def lines(question: Question) -> list[Line]:
    """What each index that has facts gives; indexes without facts have no line."""
    select = (
        "SELECT person_id, index_id, SUM(quantity), SUM(points) FROM parts GROUP BY person_id, index_id "
        "ORDER BY person_id, index_id"
    )
    with connection.cursor() as cursor:
        cursor.execute(*statement(question, select))
        return [Line(person, index, int(quantity), int(points)) for person, index, quantity, points in cursor]
