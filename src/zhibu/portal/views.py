"""Home, services, me, and everything that asks for a person."""

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.counting import count_up
from zhibu.kernel.viewer import signed_in
from zhibu.members.api import address_of
from zhibu.portal import queries
from zhibu.portal.errors import TriedTooOften
from zhibu.portal.rules import CARDS, MINE, SERVICES

MOST_MISSES = 30  # wrong codes from one address in five minutes; then the right one is not told from a wrong one
UNKNOWN = 10  # everybody behind a proxy that tells no address shares ten times as much


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What asks for you, then what is on."""
    at = now()
    return render(request, "portal/home.html", {"at": at, "home": queries.home(signed_in(request), at=at)})


@require_safe
def todo(request: HttpRequest) -> HttpResponse:
    """Everything that asks for you; for the home page, which fetches it as a part, the first five."""
    at = now()
    cards = queries.all_cards(signed_in(request), at=at)
    if request.headers.get("HX-Request"):
        return render(request, "portal/_cards.html", {"at": at, "cards": cards[:CARDS], "more": len(cards) > CARDS})
    return render(request, "portal/todo.html", {"at": at, "cards": cards})


@require_safe
def services(request: HttpRequest) -> HttpResponse:
    """Ways into the apps."""
    return render(request, "portal/services.html", {"halls": queries.ways(signed_in(request), SERVICES)})


@require_safe
@never_cache
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """What anybody may learn from the check code of a paper; no name stands here."""
    address = address_of(request)
    misses = f"verify:{address or ''}"
    if cache.get(misses, 0) >= (MOST_MISSES if address else MOST_MISSES * UNKNOWN):
        raise TriedTooOften
    found = queries.checked_letter(code, today=local_date(now()))
    if found is None:
        count_up(misses, seconds=300)
    return render(request, "portal/verify.html", {"found": found}, status=200 if found else 404)


@require_safe
def me(request: HttpRequest) -> HttpResponse:
    """One's own records and settings."""
    return render(request, "portal/me.html", {"halls": queries.ways(signed_in(request), MINE)})
