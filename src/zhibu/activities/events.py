"""What activities announce."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityPublished(Event):
    """Members can see the activity."""

    activity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityCancelled(Event):
    """It will not be held; those who signed up or are meant are told."""

    activity_id: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedIn(Event):
    """A person came. `at` is ISO 8601; `kind` is the activity's kind."""

    checkin_id: int
    activity_id: int
    person_id: int
    kind: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckInUndone(Event):
    """A check-in was taken back; its facts in the ledger are reversed."""

    checkin_id: int
    activity_id: int
    person_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ListSignedOff(Event):
    """The host has confirmed who came; the facts are in the ledger."""

    activity_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MinutesLockedIn(Event):
    """Chair and recorder have signed the record."""

    minutes_id: int
    activity_id: int
