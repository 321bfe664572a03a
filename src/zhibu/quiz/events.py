"""What the contest announces."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundEnded(Event):
    """The last question is closed and the result stands in the tables."""

    round_id: int
