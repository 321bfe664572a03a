"""The door of the ledger."""

from zhibu.ledger.queries import balance, counts, entries, tally, time_line
from zhibu.ledger.rules import Period
from zhibu.ledger.services import Fact, correct, record, record_many, reverse

__all__ = [
    "Fact",
    "Period",
    "balance",
    "correct",
    "counts",
    "entries",
    "record",
    "record_many",
    "reverse",
    "tally",
    "time_line",
]
