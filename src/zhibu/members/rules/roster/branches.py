"""Which branch a name in a roster means, and which names are new branches."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from zhibu.members.rules.roster.problems import Problem
from zhibu.members.rules.text import squeezed

# rules.md 1.1: a branch is set up where there are three full members.
FULL_MEMBERS_OF_A_BRANCH = 3
_PREFIXES = ("中国共产党", "中共")
# Suggesting a near name compares with every branch; a file of nothing but unknown names must not take hours.
_MOST_SUGGESTIONS = 50


def branch_key(name: str) -> str:
    """What two spellings of one branch have in common: no 中共, no 委员会, 党支部 written 支部."""
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix)
    return name.removesuffix("委员会").replace("党支部", "支部")


class BranchBook:
    """The branches a roster may name: exact names first, then spellings that mean only one of them."""

    def __init__(self, known: Mapping[str, int]) -> None:
        self._names = {squeezed(name): pk for name, pk in known.items()}
        self._keys: dict[str, set[int]] = {}
        for name, pk in self._names.items():
            self._keys.setdefault(branch_key(name), set()).add(pk)
        self._near: dict[str, str] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    def find(self, name: str) -> int | None:
        """The branch's id, or None when no name or more than one fits."""
        if (exact := self._names.get(name)) is not None:
            return exact
        fitting = self._keys.get(branch_key(name), set())
        return next(iter(fitting)) if len(fitting) == 1 else None

    def is_ambiguous(self, name: str) -> bool:
        """Whether more than one branch fits."""
        return len(self._keys.get(branch_key(name), ())) > 1

    def near(self, name: str) -> str:
        """A known name that this one may be a slip of, or ""."""
        if name not in self._near and len(self._near) < _MOST_SUGGESTIONS:
            self._near[name] = next(iter(difflib.get_close_matches(name, self._names, n=1, cutoff=0.7)), "")
        return self._near.get(name, "")


@dataclass
class _NewBranch:
    name: str
    full_members: int = 0
    problems: list[Problem] = field(default_factory=list)


class NewBranches:
    """On an empty tree: names carried by three full members are proposed, the others are mistakes."""

    def __init__(self) -> None:
        self._found: dict[str, _NewBranch] = {}

    def note(self, problem: Problem, name: str, *, is_full: bool) -> None:
        """Remember one member's branch, and what to say if it turns out to be a mistake."""
        new = self._found.setdefault(branch_key(name), _NewBranch(name))
        new.full_members += is_full
        if new.full_members < FULL_MEMBERS_OF_A_BRANCH:
            new.problems.append(problem)
        else:
            new.problems.clear()

    @property
    def proposed(self) -> list[str]:
        """Names of the new branches, in the order of the file."""
        return [new.name for new in self._found.values() if new.full_members >= FULL_MEMBERS_OF_A_BRANCH]

    @property
    def mistakes(self) -> list[Problem]:
        """What to say about the names that too few members carry."""
        return [problem for new in self._found.values() for problem in new.problems]
