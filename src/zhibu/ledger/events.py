"""What the ledger announces."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class EntryCorrected(Event):
    """An officer corrected an entry; `written_id` is the reversal, or the entry that now stands."""

    entry_id: int
    written_id: int
    member_id: int
    kind: str
