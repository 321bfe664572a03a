"""Who is trying a password: from which address, and in a browser that is known or not."""

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse

from zhibu.kernel.counting import count_up
from zhibu.kernel.tokens import sign, unsign
from zhibu.members.errors import TriesTooFast
from zhibu.members.models import Account
from zhibu.members.queries.guessing import seconds_to_wait
from zhibu.members.rules.guessing import KNOWN_FOR, TRIES, WINDOW

KNOWN = "zhibu_known"
PURPOSE = "members.known_browser"
OWN_MACHINE = ("127.0.0.1", "::1")


def address_of(request: HttpRequest) -> str | None:
    """Where a request comes from; None if it cannot be told.

    Behind our proxy (SECURE) it is what the proxy wrote last; what a stranger wrote before it is not believed. The
    machine itself is no address: it stands for everybody behind a proxy that tells nothing.
    """
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip() if settings.SECURE else ""
    address = told or request.META.get("REMOTE_ADDR") or ""
    return None if address in ("", *OWN_MACHINE) else address


def check_pace(request: HttpRequest, *, username: str, at: datetime) -> None:
    """Raises TriesTooFast when the name or the address has failed so often that the next try has to wait."""
    if is_known(request, {"username": username}):
        return
    if wait := seconds_to_wait(username=username, address=address_of(request), at=at):
        raise TriesTooFast(wait)


def is_known(request: HttpRequest, credentials: dict[str, Any] | None) -> bool:
    """Whether this browser has signed in as that name before and has tries left. Asked by django-axes too."""
    mark = _mark(request)
    return bool(mark and mark["name"] == (credentials or {}).get("username") and cache.get(_key(mark), 0) < TRIES)


def count_failure(request: HttpRequest) -> None:
    """A wrong password in a browser that may be known; after five in fifteen minutes it is a stranger's again."""
    if mark := _mark(request):
        count_up(_key(mark), seconds=int(WINDOW.total_seconds()))


def remember(request: HttpRequest, response: HttpResponse, *, account: Account) -> None:
    """Know this browser for that name from now on. It still needs the password."""
    mark = sign({"name": account.username, "mark": secrets.token_urlsafe(12)}, purpose=PURPOSE)
    response.set_cookie(
        KNOWN, mark, max_age=KNOWN_FOR, path="/login", httponly=True, samesite="Lax", secure=request.is_secure()
    )


def _mark(request: HttpRequest) -> dict[str, str] | None:
    return unsign(request.COOKIES.get(KNOWN, ""), purpose=PURPOSE, max_age=KNOWN_FOR)


def _key(mark: dict[str, str]) -> str:
    return f"known-tries:{mark['mark']}"
