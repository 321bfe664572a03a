"""What members announce. Days are ISO 8601."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberAdmitted(Event):
    """A person's membership is kept by a branch from now on: admitted, transferred in or entered."""

    person_id: int
    branch_id: int
    joined_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberConverted(Event):
    """A probationary member is a full member; standing counts from `full_on`."""

    person_id: int
    branch_id: int
    full_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoved(Event):
    """A member belongs to another branch."""

    person_id: int
    from_branch_id: int
    to_branch_id: int
    happened_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLeft(Event):
    """A membership ended: `kind` is a LeaveKind, "died" or "transferred_out"."""

    person_id: int
    branch_id: int
    kind: str
    happened_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingChanged(Event):
    """A membership is suspended or restored: `status` is a value of `Status`."""

    person_id: int
    branch_id: int
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleGranted(Event):
    """A person may act in a role on a node and below it."""

    person_id: int
    organisation_id: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleEnded(Event):
    """A person no longer holds a role."""

    person_id: int
    organisation_id: int
    role: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostHeld(Event):
    """A person holds a post."""

    person_id: int
    organisation_id: int
    title: str
    started_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostEnded(Event):
    """A person no longer holds a post."""

    person_id: int
    organisation_id: int
    title: str
    ended_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectionAnswered(Event):
    """A request to correct a record was answered."""

    correction_id: int
    person_id: int
    accepted: bool
    field: str = ""
    answered_by: str = ""
    answered_by_id: int | None = None
