"""A figure that people compare: what the chart tag draws, and what stands in the table behind it."""

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Series:
    """One line, one set of bars, or one polygon of a radar. `values` follow the chart's labels."""

    name: str
    values: Sequence[float | None]


@dataclass(frozen=True, slots=True)
class Chart:
    """`kind` is bar, row (bars lying down), line or radar. The scale starts at zero and ends at `maximum` if given.

    `source` names where the figures come from and `as_of` the day they were read.
    """

    title: str
    kind: str
    labels: Sequence[str]
    series: Sequence[Series]
    source: str
    as_of: str
    unit: str = ""
    maximum: float | None = None
    rows: tuple[tuple[str, tuple[float | None, ...]], ...] = field(init=False)

    def __post_init__(self) -> None:
        columns = [tuple(one.values) for one in self.series]
        rows = tuple((label, tuple(column[i] for column in columns)) for i, label in enumerate(self.labels))
        object.__setattr__(self, "rows", rows)

    def as_data(self) -> dict[str, object]:
        """Plain values for chart.js."""
        return {
            "kind": self.kind,
            "labels": [str(label) for label in self.labels],
            "series": [{"name": str(one.name), "values": list(one.values)} for one in self.series],
            "unit": str(self.unit),
            "maximum": self.maximum,
        }
