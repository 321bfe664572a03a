"""What the home page collects from the apps, each through its door and with the viewer."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from zhibu.activities import api as activities
from zhibu.advice import api as advice
from zhibu.casework import api as casework
from zhibu.collection import api as collection
from zhibu.dues import api as dues
from zhibu.groups import api as groups
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox import api as mailbox
from zhibu.members import api as members
from zhibu.organisations import api as organisations
from zhibu.points import api as points
from zhibu.portal.rules import CARDS, Hall, halls_for, most_pressing
from zhibu.quiz import api as quiz
from zhibu.talks import api as talks
from zhibu.transfers import api as transfers
from zhibu.venues import api as venues

Source = Callable[..., list[Todo]]

# Asked by the page itself once it is there: processes that only some people have a part in. The page that
# everybody opens most asks only for activities: eight queries, whatever the size of the organisation.
LATER: tuple[Source, ...] = (
    activities.tasks_to_do,
    quiz.things_to_do,
    points.things_to_do,
    members.things_to_do,
    organisations.things_to_do,
    groups.things_to_do,
    talks.things_to_do,
    casework.things_to_do,
    venues.things_to_do,
    advice.things_to_do,
    dues.things_to_do,
    collection.things_to_do,
    transfers.things_to_do,
    mailbox.things_to_do,
)

# Who issues papers with a check code; each answers for its own.
ISSUERS: tuple[Callable[..., dict[str, Any] | None], ...] = (transfers.checked_letter, casework.checked_letter)

Way = tuple[str | Promise, str, str]


@dataclass(frozen=True, slots=True)
class Home:
    """At most five cards, whether there are more, and what is on or next. `later` says that more cards may come."""

    cards: list[Todo]
    more: bool
    coming: list[Any]
    later: bool


def home(viewer: Viewer, *, at: datetime) -> Home:
    """What the home page shows at once."""
    cards, coming = activities.at_home(viewer, at=at)
    return Home(most_pressing(cards, at=at)[:CARDS], len(cards) > CARDS, coming, bool(LATER))


def all_cards(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Everything that asks for the viewer, most pressing first."""
    sources = (activities.things_to_do, *LATER)
    return most_pressing((card for source in sources for card in source(viewer, at=at)), at=at)


def ways(viewer: Viewer, halls: tuple[Hall, ...]) -> list[tuple[str | Promise, list[Way]]]:
    """Headings with (label, icon, address) of what is open to the viewer."""
    found = [(hall.label, list(_ways(hall))) for hall in halls_for(viewer, halls)]
    return [(label, rows) for label, rows in found if rows]


def _ways(hall: Hall) -> Iterator[Way]:
    for door in hall.doors:
        try:
            yield door.label, door.icon, reverse(door.url_name)
        except NoReverseMatch:  # an app that this deployment leaves out
            continue


def checked_letter(code: str, *, today: date) -> dict[str, Any] | None:
    """What anybody may learn from a check code, whichever app issued the paper; None when no one did."""
    return next((found for issuer in ISSUERS if (found := issuer(code, today=today))), None)
