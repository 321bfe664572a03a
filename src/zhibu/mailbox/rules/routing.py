"""Who may receive a letter: nobody it is about, nobody in his line of command."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concerned:
    """A person whom a letter is about. `leads` are paths of organisations that he leads, `home` those of his branch
    and group and of every organisation in which he holds a post."""

    person_id: int
    leads: tuple[str, ...] = ()
    home: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A key holder. `path` is that of his mailbox's organisation; `leads` as above."""

    person_id: int
    path: str
    leads: tuple[str, ...] = ()


def may_receive(candidate: Candidate, concerned: Iterable[Concerned]) -> bool:
    """Whether none of those concerned is the candidate, commands him, or is led by him at close quarters.

    The line of command (practice; GlobaLeaks has nothing like it): a mailbox at or below an organisation that the
    person leads is under him; whoever leads the very branch, group or committee he sits in is over him. Leading
    something further up does not exclude, or no level above could ever receive.
    """
    return not any(_in_line(candidate, one) for one in concerned)


def _in_line(candidate: Candidate, one: Concerned) -> bool:
    himself = candidate.person_id == one.person_id
    under = any(candidate.path.startswith(path) for path in one.leads)
    over = bool(set(candidate.leads) & set(one.home))
    return himself or under or over
