"""What the pages share: the frame, and the page of one form."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhibu.kernel.viewer import Viewer


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    """A page in the frame that fits its reader: strangers get one without tabs."""
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    frame = "kernel/base_plain.html" if viewer.is_anonymous else "kernel/base.html"
    return render(request, f"advice/{template}.html", context | {"frame": frame}, status=status)


def form_page(request: HttpRequest, form: Form, *, heading: Any, verb: Any, back: str, lead: Any = "") -> HttpResponse:
    """A form with its heading and its verb; 422 when what was sent needs mending."""
    context = {"form": form, "heading": heading, "lead": lead, "verb": verb, "back": back}
    return shown(request, "form", context, status=422 if form.is_bound else 200)
