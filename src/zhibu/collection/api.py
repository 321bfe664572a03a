"""The door of collection."""

from zhibu.collection.queries.burden import Borne, borne
from zhibu.collection.queries.todo import things_to_do

__all__ = ["Borne", "borne", "things_to_do"]
