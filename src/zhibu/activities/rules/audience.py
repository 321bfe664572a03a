"""Who is meant by an activity, as a question about one person's standing."""

from dataclasses import dataclass

from zhibu.activities.enums import Audience
from zhibu.members.enums import BRANCH_COMMITTEE, Category

COMMITTEE_TITLES = tuple(title.value for title in BRANCH_COMMITTEE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a person stands in the tree now. Paths are "" where he has none; a category "" is no member."""

    category: str = ""
    branch_id: int | None = None
    branch_path: str = ""
    group_path: str = ""
    posts_on: frozenset[int] = frozenset()


def is_on_roll(standing: Standing, organisation_path: str) -> bool:
    """Whether his branch, or his group, lies at or below the organisation."""
    if not standing.category:
        return False
    return standing.branch_path.startswith(organisation_path) or (
        bool(standing.group_path) and standing.group_path.startswith(organisation_path)
    )


def categories(*, for_full: bool, for_probationary: bool) -> tuple[str, ...]:
    """The member categories meant."""
    wanted = ((Category.FULL, for_full), (Category.PROBATIONARY, for_probationary))
    return tuple(category.value for category, included in wanted if included)


def is_meant(
    standing: Standing, *, audience: str, organisation_id: int, organisation_path: str, wanted: tuple[str, ...]
) -> bool:
    """Whether a person is meant without having been named."""
    if audience == Audience.ROLL:
        return standing.category in wanted and is_on_roll(standing, organisation_path)
    return audience == Audience.COMMITTEE and organisation_id in standing.posts_on
