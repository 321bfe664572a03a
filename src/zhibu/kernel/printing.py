"""Pages on paper: an HTML template as PDF. Nothing is fetched from any host."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header

ORIGIN = "static:"


def pdf(template: str, context: dict[str, Any], *, styles: tuple[str, ...] = ("kernel/paper.css",)) -> bytes:
    """The template as PDF. `styles` are static files; images may come from static files and data: addresses."""
    from weasyprint import CSS, HTML  # noqa: PLC0415 (slow)

    html = HTML(string=render_to_string(template, context), base_url=ORIGIN, url_fetcher=_static_only())
    sheets = [CSS(filename=_found(style)) for style in styles]
    return bytes(html.write_pdf(stylesheets=sheets))


def _found(name: str) -> str:
    path = finders.find(name)
    if not path:
        raise FileNotFoundError(name)
    return str(path)


def _static_only() -> Any:
    """Fetches static files and data: addresses; an image from anywhere else is left out of the sheet."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415 (slow)

    class StaticOnly(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("data:"):
                return super().fetch(url, headers)
            path = unquote(urlsplit(url).path)
            if not path.startswith(settings.STATIC_URL):
                raise ValueError(f"{url} is not a static file")
            return URLFetcherResponse(url, Path(_found(path.removeprefix(settings.STATIC_URL))).read_bytes())

    return StaticOnly(allowed_protocols=("data",))


def attachment(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file to keep, under a name that may be Chinese."""
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition or "attachment", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
