"""The door of transfers."""

from zhibu.transfers.queries.letters import checked as checked_letter
from zhibu.transfers.queries.pages import things_to_do

__all__ = ["checked_letter", "things_to_do"]
