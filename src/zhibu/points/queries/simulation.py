"""What a change of the rules would have meant: last year's facts under two schemes, nothing stored."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.points.models import Scheme
from zhibu.points.queries.schemes import get_scheme
from zhibu.points.queries.score import Question, figures

# Bars of the chart, in tenths: a change of less than a point is "no change".
STEPS = ((-10000, -100), (-100, -50), (-50, -9), (-9, 10), (10, 51), (51, 101), (101, 10000))
LABELS = ("< -10", "-10 … -5", "-5 … -1", "±1", "1 … 5", "5 … 10", "> 10")
SHOWN = 200


@dataclass(frozen=True, slots=True)
class Change:
    """One member's total under the old and the new rules."""

    name: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        """Tenths gained or lost."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Simulation:
    """Who would gain or lose, by name; how many in each step; nothing of it is stored."""

    draft: Scheme
    measured: int
    gain: int
    lose: int
    changes: list[Change]
    chart: Chart


def simulate(viewer: Viewer, scheme_id: int, *, at: datetime, quarter: int = 4) -> Simulation:
    """A draft against the scheme it was copied from, on that scheme's year. For those who manage it; without
    confidential facts, which they may not read."""
    draft = get_scheme(viewer, scheme_id, to="manage")
    base = get_scheme(viewer, draft.based_on_id, to="manage") if draft.based_on_id else draft
    before, after = _totals(base, base, quarter, at), _totals(draft, base, quarter, at)
    differences = {pk: after[pk] - before[pk] for pk in before.keys() & after.keys()}
    changed = [pk for pk, difference in differences.items() if difference]
    named = people(viewer).filter(pk__in=changed[:5000]).order_by("name").values_list("pk", "name")[:SHOWN]
    return Simulation(
        draft=draft, measured=len(differences), gain=sum(d > 0 for d in differences.values()),
        lose=sum(d < 0 for d in differences.values()),
        changes=[Change(name, before[pk], after[pk]) for pk, name in named],
        chart=_histogram(list(differences.values()), at),
    )  # fmt: skip


def _totals(scheme: Scheme, of_year: Scheme, quarter: int, at: datetime) -> dict[int, int]:
    scheme.year = of_year.year  # in memory: the same facts for both
    question = Question(scheme=scheme, quarter=quarter, recorded_until=at, every_index=True, open_only=True)
    return {figure["person_id"]: figure["total"] for figure in figures(question)}


def _histogram(differences: list[int], at: datetime) -> Chart:
    counts = [sum(low <= d < high for d in differences) for low, high in STEPS]
    return Chart(
        title=_("分数变化的人数"), kind="bar", labels=LABELS, series=[Series(_("人数"), counts)],
        source=_("台账记录，按草稿试算"), as_of=f"{local_date(at):%Y-%m-%d}", unit=_("人"),
    )  # fmt: skip
