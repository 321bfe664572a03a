"""Reads about people."""

from zhibu.members.queries.accounts import (
    account_named,
    accounts,
    demo_code,
    get_account,
    has_device,
    has_roles,
    key_to_type,
    locked_until,
    sessions,
)
from zhibu.members.queries.people import get_person, memberships, officers_above, people, posts_in_force, roll
from zhibu.members.queries.viewers import viewer_for, viewer_of

__all__ = [
    "account_named",
    "accounts",
    "demo_code",
    "get_account",
    "get_person",
    "has_device",
    "has_roles",
    "key_to_type",
    "locked_until",
    "memberships",
    "officers_above",
    "people",
    "posts_in_force",
    "roll",
    "sessions",
    "viewer_for",
    "viewer_of",
]
