"""What the home page collects from the apps, each through its door and with the viewer."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise

from zhibu.activities import api as activities
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.portal.rules import Hall, halls_for, most_pressing

Source = Callable[..., list[Todo]]

# Asked while the page is made: few queries, whatever the size of the organisation.
AT_ONCE: tuple[Source, ...] = ()
# Asked by the page itself once it is there: posts and processes that only some people have.
LATER: tuple[Source, ...] = (activities.tasks_to_do,)

Way = tuple[str | Promise, str, str]


def cards_at_once(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """What asks for the viewer now, most pressing first."""
    return most_pressing(card for source in AT_ONCE for card in source(viewer, at=at))


def all_cards(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Everything that asks for the viewer, most pressing first."""
    return most_pressing(card for source in (*AT_ONCE, *LATER) for card in source(viewer, at=at))


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
