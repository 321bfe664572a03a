"""The door of collection."""

from zhibu.collection.queries.todo import things_to_do

__all__ = ["things_to_do"]
