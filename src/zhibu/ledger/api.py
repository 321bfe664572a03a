"""The door of the ledger."""

from zhibu.ledger.queries import entries, time_line
from zhibu.ledger.services import Fact, record, record_many, reverse

__all__ = ["Fact", "entries", "record", "record_many", "reverse", "time_line"]
