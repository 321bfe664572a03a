"""What the pages share: the frame, the page of one form, and a QR code."""

from typing import Any

import segno
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhibu.kernel.viewer import Viewer


def frame(viewer: Viewer) -> str:
    """Strangers get a page without the tabs, which would only ask them to sign in."""
    return "kernel/base_plain.html" if viewer.is_anonymous else "kernel/base.html"


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the frame that fits its reader."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    return render(request, f"venues/{template}.html", context | {"frame": frame(viewer)}, status=status)


def form_page(request: HttpRequest, form: Form, *, heading: Any, verb: Any, back: str, lead: Any = "") -> HttpResponse:
    """A form with its heading and its verb; 422 when what was sent needs mending."""
    context = {"form": form, "heading": heading, "lead": lead, "verb": verb, "back": back}
    return shown(request, "form", context, status=422 if form.is_bound else 200)


def qr(text: str) -> str:
    """A data: address of an SVG, dark on white with its quiet zone."""
    return str(segno.make(text, error="m", micro=False).svg_data_uri(scale=6, light="#fff", dark="#000"))
