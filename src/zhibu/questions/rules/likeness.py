"""Which questions are alike: the same words, or nearly the same."""

from collections import Counter, defaultdict

from zhibu.questions.rules.sheets import folded

# Of two stems' pairs of neighbouring characters, how many are common (Sørensen and Dice): from here on they ask the
# same in other words. "多久召开一次" asked of two meetings stays below.
NEAR = 0.7


class Likeness:
    """Stems seen so far, found again by the pairs of characters they share: each asks only its likely partners."""

    def __init__(self) -> None:
        self._exact: dict[str, int] = {}
        self._pairs: dict[int, frozenset[str]] = {}
        self._holders: dict[str, list[int]] = defaultdict(list)

    def add(self, name: int, stem: str) -> None:
        """Remember a stem under a number of the caller's."""
        words = folded(stem)
        self._exact.setdefault(words, name)
        pairs = _pairs(words)
        self._pairs[name] = pairs
        for pair in pairs:
            self._holders[pair].append(name)

    def same(self, stem: str) -> int | None:
        """The one with the same words, or None."""
        return self._exact.get(folded(stem))

    def near(self, stem: str) -> int | None:
        """The one most like it, from NEAR on, or None."""
        pairs = _pairs(folded(stem))
        shared = Counter(name for pair in pairs for name in self._holders.get(pair, ()))
        best = max(shared, key=lambda name: (self._share(shared[name], pairs, name), -name), default=None)
        return best if best is not None and self._share(shared[best], pairs, best) >= NEAR else None

    def _share(self, common: int, pairs: frozenset[str], name: int) -> float:
        return 2 * common / (len(pairs) + len(self._pairs[name]))


def _pairs(words: str) -> frozenset[str]:
    return frozenset(words[at : at + 2] for at in range(len(words) - 1))
