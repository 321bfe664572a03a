"""Home, services, me, and everything that asks for a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.portal import queries
from zhibu.portal.rules import CARDS, MINE, SERVICES


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
def me(request: HttpRequest) -> HttpResponse:
    """One's own records and settings."""
    return render(request, "portal/me.html", {"halls": queries.ways(signed_in(request), MINE)})
