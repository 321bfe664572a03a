"""One place that turns refusals into answers, and one that sets the security headers."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from zhibu.kernel.errors import Busy, LoginNeeded, NotFound, Refused, TooLarge

logger = logging.getLogger(__name__)
GetResponse = Callable[[HttpRequest], HttpResponse]
LARGEST_ID = 2**63 - 1
ROOM_FOR_FIELDS = 1024 * 1024  # what a form sends beside its file


class RefusalMiddleware:
    """Answers a `Refused` with a page, an htmx part or JSON; nothing half done is left behind."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: GetResponse, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """A number that no row can have is an address that does not exist."""
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            return refusal_response(request, NotFound())
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Refusals become sentences; a database that is away or full becomes "busy"."""
        if isinstance(error, OperationalError | InterfaceError):
            logger.error("Database unavailable", exc_info=error)
            error = Busy()
        return refusal_response(request, error) if isinstance(error, Refused) else None


def refusal_response(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """The refusal in the form the caller reads: JSON, htmx part, or a page."""
    response = _answer(request, refusal)
    if refusal.status == Busy.status:
        response["Retry-After"] = "3"
    return response


def _answer(request: HttpRequest, refusal: Refused) -> HttpResponse:
    if wants_json(request):
        return JsonResponse({"code": refusal.code, "sentence": str(refusal)}, status=refusal.status)
    if isinstance(refusal, LoginNeeded):
        return _to_login(request)
    htmx = bool(request.headers.get("HX-Request"))
    template = "kernel/_refusal.html" if htmx else "kernel/refusal.html"
    response = render(request, template, {"refusal": refusal}, status=refusal.status)
    if htmx:
        response["HX-Retarget"], response["HX-Reswap"] = "#toasts", "innerHTML"
    return response


def wants_json(request: HttpRequest) -> bool:
    """Whether the caller is a program."""
    return "application/json" in request.headers.get("Accept", "")


def _to_login(request: HttpRequest) -> HttpResponse:
    target = f"{settings.LOGIN_URL}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=200, headers={"HX-Redirect": target})
    return redirect(target)


class UploadLimitMiddleware:
    """Refuses what is too large by its announced length, before anything reads or stores it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """TooLarge above UPLOAD_LIMIT_BYTES."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.UPLOAD_LIMIT_BYTES + ROOM_FOR_FIELDS:
            sentence = str(TooLarge.sentence) % {"limit": settings.UPLOAD_LIMIT_BYTES // 2**20}
            return refusal_response(request, TooLarge(sentence))
        return self.get_response(request)


class SecurityHeadersMiddleware:
    """Everything from this host, nothing inline (architecture.md 11)."""

    POLICY = (
        "default-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; object-src 'none'; "
        "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
    )

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the headers that are missing."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self._policy(request))
        response.headers.setdefault("Permissions-Policy", "geolocation=(), microphone=(self), camera=(self)")
        return response

    def _policy(self, request: HttpRequest) -> str:
        # The admin theme uses Alpine, which evaluates attributes; it is for staff and fully behind TOTP.
        if request.path.startswith("/office/"):
            return self.POLICY + "; script-src 'self' 'unsafe-eval' 'unsafe-inline'; style-src 'self' 'unsafe-inline'"
        return self.POLICY
