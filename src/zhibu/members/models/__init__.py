"""People, membership, accounts."""

from zhibu.members.models.account import Account, RoleGrant
from zhibu.members.models.consent import Consent, ConsentText
from zhibu.members.models.correction import Correction, Reveal
from zhibu.members.models.invitation import Invitation
from zhibu.members.models.membership import Membership, MembershipEvent, PostHolding
from zhibu.members.models.person import Person
from zhibu.members.models.roster import RosterChange, RosterImport
from zhibu.members.models.session import Session, SessionStore

__all__ = [
    "Account",
    "Consent",
    "ConsentText",
    "Correction",
    "Invitation",
    "Membership",
    "MembershipEvent",
    "Person",
    "PostHolding",
    "Reveal",
    "RoleGrant",
    "RosterChange",
    "RosterImport",
    "Session",
    "SessionStore",
]
