"""Writing to the ledger: recording, correcting, sealing."""

from zhibu.ledger.services.correcting import correct, reverse
from zhibu.ledger.services.recording import Fact, record, record_many
from zhibu.ledger.services.sealing import mark, seal, verify

__all__ = ["Fact", "correct", "mark", "record", "record_many", "reverse", "seal", "verify"]
