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
from zhibu.members.queries.roster import (
    get_roster_import,
    known_branches,
    manages,
    may_import,
    problems_of,
    roster_imports,
    tallies_of,
)
from zhibu.members.queries.viewers import viewer_for, viewer_of

__all__ = [
    "account_named",
    "accounts",
    "demo_code",
    "get_account",
    "get_person",
    "get_roster_import",
    "has_device",
    "has_roles",
    "key_to_type",
    "known_branches",
    "locked_until",
    "manages",
    "may_import",
    "memberships",
    "officers_above",
    "people",
    "posts_in_force",
    "problems_of",
    "roll",
    "roster_imports",
    "sessions",
    "tallies_of",
    "viewer_for",
    "viewer_of",
]
