"""Counting in the cache: tries, and nothing that has to be exact."""

from django.core.cache import cache


def count_up(key: str, *, seconds: int) -> int:
    """One more of `key`, which is forgotten `seconds` after its first; returns how many there are.

    A cache that keeps nothing, or let go between two steps, counts this one only.
    """
    cache.add(key, 0, seconds)
    try:
        return int(cache.incr(key))
    except ValueError:
        return 1
