"""How long filling in takes, and how much asking is too much (rules.md 10.5; the numbers are practice)."""

from collections.abc import Iterable
from dataclasses import dataclass

from zhibu.collection.enums import Kind, Standing

OPENING = 30  # seconds to find the page and read what it is for
SECONDS = {Standing.DUE: 3, Standing.MISSING: 25}
ANSWERING = {Kind.TEXT: 60, Kind.NUMBER: 30, Kind.DAY: 20, Kind.YES_NO: 8, Kind.CHOICE: 12}
REPEATED = 5  # an earlier answer stands there already
MOST_ASKED = 12  # items that one sheet asks for anew
MOST_REQUESTS = 2  # that reach one organisation in a month
ENOUGH = 0.9  # of the people: then the platform has the column


@dataclass(frozen=True, slots=True)
class Load:
    """What one sheet asks: items anew, items to confirm, seconds."""

    asked: int = 0
    confirmed: int = 0
    seconds: int = 0


def load(standings: Iterable[str], questions: Iterable[tuple[str, bool]]) -> Load:
    """The load of a sheet from how its record items stand and from its questions (kind, answered before)."""
    known = list(standings)
    put = list(questions)
    anew = known.count(Standing.MISSING) + sum(not before for _kind, before in put)
    confirmed = known.count(Standing.DUE) + sum(before for _kind, before in put)
    if not anew + confirmed:
        return Load()
    seconds = sum(SECONDS.get(Standing(one), 0) for one in known)
    seconds += sum(REPEATED if before else ANSWERING[Kind(kind)] for kind, before in put)
    return Load(anew, confirmed, OPENING + seconds)


def minutes(seconds: int) -> int:
    """Whole minutes, rounded up."""
    return -(-seconds // 60)
