"""The door of the service hall."""

from zhibu.casework.queries.papers import checked as checked_letter
from zhibu.casework.queries.todo import things_to_do

__all__ = ["checked_letter", "things_to_do"]
