"""How fast strangers may book and try codes. An address is counted under a keyed digest and forgotten after."""

from django.core.cache import cache

from zhibu.kernel.counting import count_up
from zhibu.kernel.crypto import blind_index
from zhibu.venues.errors import NoSuchVisit, TooManyBookings, TooManyCodes
from zhibu.venues.models import Visit
from zhibu.venues.queries.visits import visit_by_code
from zhibu.venues.rules import BOOKINGS_SECONDS, CODES_SECONDS, MOST_BOOKINGS, MOST_WRONG_CODES

UNKNOWN = 10  # everybody behind a proxy that tells no address shares ten times as much


def _key(what: str, address: str | None) -> str:
    return f"venues.{what}:{blind_index(address or '-', purpose='venues.pace')}"


def _most(most: int, address: str | None) -> int:
    return most if address else most * UNKNOWN


def check_bookings(address: str | None) -> None:
    """Count a booking of somebody without an account. Raises TooManyBookings."""
    if count_up(_key("bookings", address), seconds=BOOKINGS_SECONDS) > _most(MOST_BOOKINGS, address):
        raise TooManyBookings


def find_visit(code: str, *, address: str | None) -> Visit:
    """The visit of a code; wrong ones are counted by address. Raises NoSuchVisit, TooManyCodes."""
    key = _key("codes", address)
    if int(cache.get(key, 0)) >= _most(MOST_WRONG_CODES, address):
        raise TooManyCodes
    try:
        return visit_by_code(code)
    except NoSuchVisit:
        count_up(key, seconds=CODES_SECONDS)
        raise
