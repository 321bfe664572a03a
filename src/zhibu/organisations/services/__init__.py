"""Changing organisations: structure, terms, bodies beside a committee."""

from zhibu.organisations.services.bodies import dissolve_body, found_body
from zhibu.organisations.services.renewals import take_renewal_step
from zhibu.organisations.services.structure import (
    advance,
    change_kind,
    dissolve,
    found,
    merge,
    move,
    place,
    rename,
    withdraw,
)
from zhibu.organisations.services.terms import extend_term, record_election, remind

__all__ = [
    "advance",
    "change_kind",
    "dissolve",
    "dissolve_body",
    "extend_term",
    "found",
    "found_body",
    "merge",
    "move",
    "place",
    "record_election",
    "remind",
    "rename",
    "take_renewal_step",
    "withdraw",
]
