"""The door of venues."""

from zhibu.venues.queries.visits import things_to_do

__all__ = ["things_to_do"]
