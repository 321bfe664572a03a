"""Who may receive a letter: nobody it is about, nobody in his line of command."""

from collections.abc import Iterable
from dataclasses import dataclass

# A person by his id, or somebody without a post by "n:" and the name that the writer typed.
Ticked = int | str
BY_NAME = "n:"
LONGEST_NAME = 20


def by_name(name: str) -> str:
    """How somebody without a post is ticked. It says nothing about whether there is such a person."""
    return f"{BY_NAME}{name}"


def names_of(ticked: Iterable[Ticked]) -> set[str]:
    """The names among what is ticked."""
    return {one.removeprefix(BY_NAME) for one in ticked if isinstance(one, str) and one.startswith(BY_NAME)}


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
