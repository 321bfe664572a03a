"""What each request knows: its viewer and its language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.http import urlencode
from django_otp.middleware import OTPMiddleware
from django_otp.plugins.otp_totp.models import TOTPDevice

from zhibu.kernel.clock import now
from zhibu.kernel.middleware import refusal_response, wants_json
from zhibu.kernel.prepared import Prepared
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.members.errors import RolesLapsed

GetResponse = Callable[[HttpRequest], HttpResponse]
SAFE = ("GET", "HEAD", "OPTIONS")
NOT_FOUND = 404
OWED_NOT_ASKED = ("/me/password", "/logout", "/login", "/display", "/static/", "/healthz")


class ViewerMiddleware:
    """Sets `request.viewer` once, frozen; asks for what the account still owes: a new password, its code."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Build the viewer from the session's account."""
        lapsed = members.keep_session(request, at=now())
        request.viewer = viewer = members.viewer_of(request)  # type: ignore[attr-defined]
        if lapsed and request.method not in SAFE:
            return refusal_response(request, RolesLapsed())
        if getattr(request.user, "must_change_password", False) and not request.path.startswith(OWED_NOT_ASKED):
            return redirect("members:password")
        response = self.get_response(request)
        if response.status_code == NOT_FOUND:
            response = self._ask_for_code(request, viewer) or response
        if not viewer.is_anonymous:  # no copy stays in a shared computer's cache after signing out
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def _ask_for_code(self, request: HttpRequest, viewer: Viewer) -> HttpResponse | None:
        """Somebody with a role who has not given his code, or whose code lapsed, may well see what is hidden now."""
        page = request.method == "GET" and not wants_json(request) and not request.headers.get("HX-Request")
        if viewer.verified or not page or not members.has_roles(viewer.account_id):
            return None
        return redirect(f"{reverse('members:code')}?{urlencode({'next': request.get_full_path()})}")


class CodeMiddleware(OTPMiddleware):  # type: ignore[misc]
    """Whether the second factor was given; the authenticator of a session by a query written once."""

    def _device_from_persistent_id(self, persistent_id: str) -> TOTPDevice | None:
        kind, _, pk = persistent_id.partition("/")
        if kind != TOTPDevice.model_label() or not pk.isdecimal():
            return None
        return next(iter(_DEVICE.rows(int(pk))), None)


_DEVICE = Prepared(lambda pk: TOTPDevice.objects.filter(pk=pk))


class LanguageMiddleware:
    """Chinese unless the display cookie says English; the browser's wish is not guessed."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Switch the language for this request only."""
        wish = request.COOKIES.get("zhibu_language", settings.LANGUAGE_CODE)
        known = wish if wish in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(known):
            request.LANGUAGE_CODE = known
            return self.get_response(request)
