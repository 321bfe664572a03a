"""Reads about people."""

from zhibu.members.queries.accounts import (
    account_named,
    accounts,
    demo_code,
    get_account,
    has_device,
    has_roles,
    key_to_type,
    sessions,
)
from zhibu.members.queries.consent import consent_owed, consent_texts, has_consented
from zhibu.members.queries.guessing import locked_until
from zhibu.members.queries.invitations import may_invite, open_invitations, without_account
from zhibu.members.queries.people import (
    get_person,
    memberships,
    officers_above,
    officers_on,
    people,
    people_with_number,
    posts_in_force,
    roles_in_force,
    roll,
)
from zhibu.members.queries.roles import get_role_grant, grantable_nodes, role_history, role_holders
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
    "consent_owed",
    "consent_texts",
    "demo_code",
    "get_account",
    "get_person",
    "get_role_grant",
    "get_roster_import",
    "grantable_nodes",
    "has_consented",
    "has_device",
    "has_roles",
    "key_to_type",
    "known_branches",
    "locked_until",
    "manages",
    "may_import",
    "may_invite",
    "memberships",
    "officers_above",
    "officers_on",
    "open_invitations",
    "people",
    "people_with_number",
    "posts_in_force",
    "problems_of",
    "role_history",
    "role_holders",
    "roles_in_force",
    "roll",
    "roster_imports",
    "sessions",
    "tallies_of",
    "viewer_for",
    "viewer_of",
    "without_account",
]
