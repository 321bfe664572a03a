"""Tables of collecting information."""

from zhibu.collection.models.request import Question, Request
from zhibu.collection.models.sheet import Confirmation, Item, Sheet

__all__ = ["Confirmation", "Item", "Question", "Request", "Sheet"]
