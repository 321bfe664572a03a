"""Small numbers are held back, and so are totals from which they could be worked out."""

from collections.abc import Sequence

LEAST = 5  # rules.md 8.5, 10: figures about fewer are held back


def held_back(counts: Sequence[int]) -> list[int | None]:
    """Counts that together make a total that is shown: those from 1 to 4 become None; if just one did, so does the
    next smallest, because the total would give it away."""
    shown: list[int | None] = [None if 0 < count < LEAST else count for count in counts]
    if shown.count(None) == 1 and (others := [n for n, count in enumerate(shown) if count]):
        shown[min(others, key=lambda n: counts[n])] = None
    return shown


def part(count: int, whole: int) -> int | None:
    """A part of a whole that is shown beside it: neither the part nor the rest may be a small number."""
    small = range(1, LEAST)
    return None if whole < LEAST or count in small or whole - count in small else count
