"""What the service hall announces."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(Event):
    """A case came to its end: `state` is done, declined or withdrawn."""

    case_id: int
    matter: str
    organisation_id: int
    state: str
