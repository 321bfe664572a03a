"""The door of members."""

from zhibu.members.queries import get_person, memberships, officers_above, people, roll, viewer_for, viewer_of

__all__ = ["get_person", "memberships", "officers_above", "people", "roll", "viewer_for", "viewer_of"]
