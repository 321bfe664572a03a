"""The door of the service hall."""

from zhibu.casework.queries.todo import things_to_do

__all__ = ["things_to_do"]
