"""The page of one form, and the member's viewing code in his own browser."""

from typing import Any

from django.conf import settings
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhibu.dues.errors import CodeUnreadable
from zhibu.dues.rules.sealing import new_code, plain_code
from zhibu.kernel.viewer import Viewer

KEPT_FOR = 400 * 24 * 3600  # the longest that browsers keep a cookie


def form_page(
    request: HttpRequest, form: Form, *, heading: Any, verb: Any, back: str, lead: Any = "", **more: Any
) -> HttpResponse:
    """A form with its heading and its verb; 422 when what was sent needs mending."""
    context = {"form": form, "heading": heading, "lead": lead, "verb": verb, "back": back, **more}
    return render(request, "dues/form.html", context, status=422 if form.is_bound else 200)


def code_of(request: HttpRequest, viewer: Viewer) -> str:
    """The viewing code that this browser keeps for this person; "" for none."""
    try:
        return plain_code(request.COOKIES.get(_name(viewer), ""))
    except CodeUnreadable:
        return ""


def code_or_new(request: HttpRequest, viewer: Viewer) -> str:
    """The browser's code, else a new one, which the answer must hand to the browser."""
    return code_of(request, viewer) or new_code()


def hand_over(response: HttpResponse, viewer: Viewer, code: str) -> HttpResponse:
    """Let the browser keep the code: no script reads it, no other site gets it, and it is stored nowhere else."""
    response.set_cookie(
        _name(viewer), code, max_age=KEPT_FOR, path="/dues/", httponly=True, samesite="Strict",
        secure=bool(settings.SECURE),
    )  # fmt: skip
    return response


def _name(viewer: Viewer) -> str:
    return f"zhibu_dues_{viewer.person_id or 0}"
