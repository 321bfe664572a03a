"""The door of organisations."""

from zhibu.organisations.queries import (
    ancestor_paths,
    approved,
    branches,
    choices,
    get_organisation,
    limits_in_force,
    names,
    organisations,
    provinces,
    things_to_do,
    within,
)
from zhibu.organisations.services import (
    extend_term,
    found,
    found_body,
    place,
    record_election,
    take_renewal_step,
    withdraw,
)

__all__ = [
    "ancestor_paths",
    "approved",
    "branches",
    "choices",
    "extend_term",
    "found",
    "found_body",
    "get_organisation",
    "limits_in_force",
    "names",
    "organisations",
    "place",
    "provinces",
    "record_election",
    "take_renewal_step",
    "things_to_do",
    "withdraw",
    "within",
]
