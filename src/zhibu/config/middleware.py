"""What each request knows: its viewer and its language."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from zhibu.members import api as members

GetResponse = Callable[[HttpRequest], HttpResponse]


class ViewerMiddleware:
    """Sets `request.viewer` once, frozen."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Build the viewer from the session's account."""
        request.viewer = members.viewer_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)


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
