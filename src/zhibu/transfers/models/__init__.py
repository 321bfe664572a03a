"""Tables of transfers."""

from zhibu.transfers.models.batch import Batch, BatchLine, Sheets
from zhibu.transfers.models.exchange import Envelope, Peer, SigningKey
from zhibu.transfers.models.letter import Letter, LetterBook, LetterHead
from zhibu.transfers.models.rule import KindRule
from zhibu.transfers.models.temporary import StayNote, Temporary
from zhibu.transfers.models.transfer import Step, Transfer

__all__ = [
    "Batch",
    "BatchLine",
    "Envelope",
    "KindRule",
    "Letter",
    "LetterBook",
    "LetterHead",
    "Peer",
    "Sheets",
    "SigningKey",
    "StayNote",
    "Step",
    "Temporary",
    "Transfer",
]
