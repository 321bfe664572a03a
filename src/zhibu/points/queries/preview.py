"""Why this score: a member's own points now, aspect by aspect and index by index, down to the facts."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import time_line
from zhibu.points.enums import ASPECT_FIELDS, Aspect, Formula, IndexKind
from zhibu.points.models import Index, Scheme
from zhibu.points.queries.schemes import scheme_over
from zhibu.points.queries.score import Question, figures, lines
from zhibu.points.rules.periods import quarter_of, quarter_start


@dataclass(slots=True)
class Item:
    """One index for one member: points it gives now, what is possible still, and the facts behind it."""

    index: Index
    points: int
    possible: int
    facts: list[Any] = field(default_factory=list)

    @property
    def is_used(self) -> bool:
        """Whether it says something now: a fact stands behind it, or marks that nobody took off."""
        return bool(self.facts) or self.points != 0


@dataclass(slots=True)
class Part:
    """One aspect: its points, the most it can come to, its items."""

    aspect: Aspect
    points: int
    most: int
    items: list[Item]

    @property
    def used(self) -> list[Item]:
        """Items with facts, or with points."""
        return [item for item in self.items if item.is_used]

    @property
    def open(self) -> list[Item]:
        """Items that could still give something."""
        return [item for item in self.items if item.possible and not item.is_used]


@dataclass(slots=True)
class Preview:
    """The whole page."""

    scheme: Scheme
    total: int
    has_veto: bool
    parts: list[Part]
    chart: Chart


def preview(viewer: Viewer, *, at: datetime) -> Preview | None:
    """The viewer's own points this year; None where no scheme is in force or he is not measured by it."""
    today = local_date(at)
    scheme = scheme_over(viewer.branch_path, today) if viewer.is_member else None
    if scheme is None:
        return None
    question = Question(
        scheme=scheme, quarter=quarter_of(today), recorded_until=at, person_id=viewer.person_id, every_index=True
    )
    figure = next(figures(question), None)
    if figure is None:
        return None
    given = {line.index_id: line.points for line in lines(question)}
    parts = _parts(scheme, figure, given, _facts(viewer, scheme, at))
    return Preview(scheme, figure["total"], bool(figure["veto"]), parts, _radar(parts, at))


def _facts(viewer: Viewer, scheme: Scheme, at: datetime) -> dict[str, list[Any]]:
    start = quarter_start(scheme.year, 1)
    mine = time_line(viewer, viewer.person_id or 0).filter(occurred_at__gte=start, occurred_at__lte=at)
    found: dict[str, list[Any]] = defaultdict(list)
    for entry in mine:
        found[entry.kind].append(entry)
    return found


def _parts(scheme: Scheme, figure: dict[str, Any], given: dict[int, int], facts: dict[str, list[Any]]) -> list[Part]:
    items: dict[int, list[Item]] = defaultdict(list)
    for index in scheme.indexes.prefetch_related("sources").order_by("pk"):
        behind = [entry for source in index.sources.all() for entry in facts[source.kind]]
        items[index.aspect].append(_item(index, given.get(index.pk, 0), behind))
    return [
        Part(aspect, figure[name], _most(items[aspect], scheme.bonus_caps[aspect]), items[aspect])
        for aspect, name in ASPECT_FIELDS.items()
    ]


def _item(index: Index, points: int, behind: list[Any]) -> Item:
    if index.formula == Formula.FULL_MINUS_MISSED:
        return Item(index, index.value + points, 0, behind)
    if index.kind in {IndexKind.BASE, IndexKind.BONUS}:
        return Item(index, points, max((index.cap or index.value) - points, 0), behind)
    return Item(index, points, 0, behind)


def _most(items: list[Item], cap: int) -> int:
    return sum(item.index.value for item in items if item.index.kind == IndexKind.BASE) + cap


def _radar(parts: list[Part], at: datetime) -> Chart:
    """Each aspect as the share of what it can come to, so that the five can be seen side by side."""
    shares = [round(100 * max(part.points, 0) / part.most, 1) if part.most else 0.0 for part in parts]
    return Chart(
        title=_("五个方面"), kind="radar", labels=[str(part.aspect.label) for part in parts],
        series=[Series(_("占该方面满分的比例"), shares)], source=_("台账记录"), as_of=f"{local_date(at):%Y-%m-%d}",
        unit="%", maximum=100,
    )  # fmt: skip
