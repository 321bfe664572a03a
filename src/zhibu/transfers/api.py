"""The door of transfers."""

from zhibu.transfers.queries.pages import things_to_do

__all__ = ["things_to_do"]
