"""Elections of basic-level organisations (rules.md 1.5) and the ceiling of 优秀 (4.4)."""

from dataclasses import dataclass

from zhibu.activities.rules.share import Share

# 2020: 不少于五分之四, four fifths exactly are enough. 1990 interim rule: 超过五分之四.
ELECTION_ATTENDANCE = {
    "2020": Share(4, 5, inclusive=True, article="基层组织选举工作条例（2020）"),
    "1990": Share(4, 5, inclusive=False, article="基层组织选举工作暂行条例（1990）"),
}
ELECTED = Share(1, 2, inclusive=False, article="基层组织选举工作条例（2020）")
CANDIDATES = Share(6, 5, inclusive=True, article="基层组织选举工作条例（2020）第九条")
EXCELLENT = Share(1, 3, inclusive=True, article="民主评议党员办法（优秀一般不超过三分之一）")


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who is elected, who must be voted on again at the last seat, and how many seats stay empty."""

    elected: tuple[str, ...]
    tied: tuple[str, ...]
    vacant: int


def attendance_ok(present: int, due: int, *, regulation: str = "2020") -> bool:
    """Present with vote ≥ 4/5 of those who should attend; under the 1990 text more than 4/5."""
    return ELECTION_ATTENDANCE[regulation].met(present, of=due)


def elected(votes: int, base: int) -> bool:
    """For > 1/2 of `base`: those present with vote, or those due where the level above says so."""
    return ELECTED.met(votes, of=base)


def min_candidates(seats: int) -> int:
    """Candidates exceed the seats by not less than a fifth of them."""
    return CANDIDATES.least(seats)


def ballots_ok(returned: int, issued: int) -> bool:
    """An election is valid when not more ballots come back than were given out."""
    return returned <= issued


def ballot_ok(chosen: int, seats: int) -> bool:
    """A ballot is valid when it names not more people than there are seats."""
    return chosen <= seats


def outcome(tallies: dict[str, int], *, seats: int, base: int) -> Outcome:
    """Winners by votes; those equal at the last seat are voted on again."""
    through = sorted((name for name, votes in tallies.items() if elected(votes, base)), key=lambda n: -tallies[n])
    if len(through) <= seats:
        return Outcome(tuple(through), (), seats - len(through))
    edge = tallies[through[seats - 1]]
    if tallies[through[seats]] < edge:
        return Outcome(tuple(through[:seats]), (), 0)
    safe = tuple(name for name in through if tallies[name] > edge)
    return Outcome(safe, tuple(name for name in through if tallies[name] == edge), seats - len(safe))


def max_excellent(members: int) -> int:
    """优秀 in general not more than one third of the members graded."""
    return EXCELLENT.numerator * members // EXCELLENT.denominator
