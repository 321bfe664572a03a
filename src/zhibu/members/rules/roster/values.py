"""What a row would change: the stored fields it speaks of, and how far they differ."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from zhibu.members.enums import Category, MembershipChange, Status
from zhibu.members.rules.roster.rows import MemberValues

# Stored field → the row's value. A blank never wipes out what is known.
PERSON_FIELDS = {
    "name": "name",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "birth_date": "birth_date",
    "education": "education",
    "work_post": "post",
    "mobile": "mobile",
    "phone": "phone",
    "home_address": "home_address",
}
MEMBERSHIP_FIELDS = {
    "branch_id": "branch_id",
    "category": "category",
    "joined_on": "joined_on",
    "full_on": "full_on",
    "is_lost": "is_lost",
    "lost_since": "lost_since",
    "is_mobile": "is_mobile",
    "flow_to": "flow_to",
}
# Statuses that a roster sets; the others come from their own procedures.
_ROSTER_STATUSES = (Status.NORMAL, Status.SUSPENDED)
GONE = (Status.LEFT, Status.DECEASED, Status.TRANSFERRED_OUT)

_ADMITTED, _CONVERTED = MembershipChange.ADMITTED.value, MembershipChange.CONVERTED.value
_SUSPENDED, _LOST = MembershipChange.SUSPENDED.value, MembershipChange.LOST.value

Fields = dict[str, Any]
Dated = tuple[str, date]


def differences(held: object, values: MemberValues, fields: Mapping[str, str]) -> Fields:
    """Stored field → new value, for what the row says and the record does not."""
    said = ((name, getattr(values, source)) for name, source in fields.items())
    return {name: value for name, value in said if value not in ("", None, False) and getattr(held, name) != value}


def membership_differences(held: Any, values: MemberValues) -> Fields:
    """The same for a membership, with its status; a date of losing contact is kept once it is known."""
    found = differences(held, values, MEMBERSHIP_FIELDS)
    if held.is_lost and values.lost_since is None:
        found.pop("lost_since", None)
    if held.status in _ROSTER_STATUSES and values.status != held.status:
        found["status"] = values.status
    if values.category == Category.PROBATIONARY and held.full_on is not None:
        found["full_on"] = None
    return found


def dated_events(before: Any, changes: Fields, *, day: date) -> list[Dated]:
    """What happened to a membership by these changes, each with its day (rules.md 2.5)."""
    found: list[Dated] = []
    if "branch_id" in changes:
        found.append((MembershipChange.MOVED_BRANCH, day))
    if changes.get("category") == Category.FULL:
        found.append((MembershipChange.CONVERTED, changes.get("full_on") or before.full_on or day))
    if "status" in changes:
        suspended = changes["status"] == Status.SUSPENDED
        found.append((MembershipChange.SUSPENDED if suspended else MembershipChange.RESTORED, day))
    if changes.get("is_lost"):
        found.append((MembershipChange.LOST, changes.get("lost_since") or day))
    if changes.get("category") == Category.PROBATIONARY or {"joined_on"} & changes.keys():
        found.append((MembershipChange.CORRECTED, day))
    return found


def first_events(values: MemberValues, *, day: date) -> list[Dated]:
    """What a roster tells of a new member's past."""
    found: list[Dated] = [(_ADMITTED, values.joined_on or day)]
    if values.full_on:
        found.append((_CONVERTED, values.full_on))
    if values.status == Status.SUSPENDED:
        found.append((_SUSPENDED, day))
    if values.is_lost:
        found.append((_LOST, values.lost_since or day))
    return found
