"""The door of dues."""

from zhibu.dues.queries.todo import things_to_do

__all__ = ["things_to_do"]
