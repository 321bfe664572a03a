"""What organisations announce."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, kw_only=True)
class OrganisationMerged(Event):
    """`organisation_id` is now part of `heir_id`. Members follow within the same transaction."""

    organisation_id: int
    heir_id: int
    happened_on: str
    document: str
    by: str


@dataclass(frozen=True, kw_only=True)
class OrganisationDissolved(Event):
    """Closed. Whoever still hangs on it vetoes within the same transaction."""

    organisation_id: int
    happened_on: str


@dataclass(frozen=True, kw_only=True)
class OrganisationMoved(Event):
    """The paths of a subtree changed."""

    organisation_id: int
    before_path: str
    after_path: str


@dataclass(frozen=True, kw_only=True)
class OrganisationChanged(Event):
    """Something of the tree is different: `change` is a value of `Change` (founded, renamed, moved, closed ...)."""

    organisation_id: int
    change: str


@dataclass(frozen=True, kw_only=True)
class CommitteeElected(Event):
    """A new term began."""

    organisation_id: int
    elected_on: str
    due_on: str


@dataclass(frozen=True, kw_only=True)
class RenewalMovedOn(Event):
    """A step of a renewal was done; `following` is the number of the next one, 0 when it is finished."""

    organisation_id: int
    due_on: str
    following: int


@dataclass(frozen=True, kw_only=True)
class RenewalReminded(Event):
    """A term ends, or has ended: `step` is "180", "90", "60", "30", "0" or "+months"."""

    organisation_id: int
    due_on: str
    step: str
