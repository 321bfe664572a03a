"""When names may stand in the order of figures (rules.md 10.5): never in a government deployment."""

from datetime import date

NEVER = frozenset({"government"})


def may_be_ordered(*, profile: str, reason: str, scope: str, until: date | None, day: date) -> bool:
    """Off unless the profile allows it and a reason, a scope and an end that is not past are written down."""
    return profile not in NEVER and bool(reason and scope) and until is not None and until >= day
