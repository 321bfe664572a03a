"""Reads about people."""

from zhibu.members.queries.people import get_person, memberships, officers_above, people, roll
from zhibu.members.queries.viewers import viewer_for, viewer_of

__all__ = ["get_person", "memberships", "officers_above", "people", "roll", "viewer_for", "viewer_of"]
