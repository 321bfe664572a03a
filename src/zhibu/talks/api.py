"""The door of talks."""

from zhibu.talks.queries.talks import things_to_do

__all__ = ["things_to_do"]
