"""Tables of transfers."""

from zhibu.transfers.models.exchange import Envelope, Peer, SigningKey
from zhibu.transfers.models.letter import Letter, LetterBook, LetterHead
from zhibu.transfers.models.rule import KindRule
from zhibu.transfers.models.temporary import StayNote, Temporary
from zhibu.transfers.models.transfer import Step, Transfer

__all__ = [
    "Envelope",
    "KindRule",
    "Letter",
    "LetterBook",
    "LetterHead",
    "Peer",
    "SigningKey",
    "StayNote",
    "Step",
    "Temporary",
    "Transfer",
]
