"""What an office does with advice."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zhibu.advice import services
from zhibu.advice.errors import NoSuchOffice, NotJoined, ReasonNeeded
from zhibu.advice.forms import step_of
from zhibu.advice.queries import advice as rows
from zhibu.advice.queries.offices import offices
from zhibu.advice.views.page import shown
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's offices."""
    viewer = signed_in(request)
    if not offices(viewer, to="answer").exists():
        raise NoSuchOffice
    return shown(request, "desk", {"advice": rows.queue(viewer)[:100], "today": local_date(now())})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """On the board, or kept back."""
    wanted, reason = request.POST.get("shown") == "yes", request.POST.get("reason", "")
    services.decide(signed_in(request), advice_id=pk, shown=wanted, reason=reason, at=now())
    return redirect("advice:advice", pk)


@require_POST
def step(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer, adopt, done."""
    viewer = signed_in(request)
    rows.get_advice(viewer, pk, to="answer")
    if (sent := step_of(request.POST)) is None:
        raise ReasonNeeded
    services.take_step(viewer, advice_id=pk, at=now(), **sent)
    messages.success(request, _("已公布。"))
    return redirect("advice:advice", pk)


def _number(data: Any, name: str) -> int:
    text = data.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 12 else 0


@require_POST
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """To another office."""
    services.move(signed_in(request), advice_id=pk, office_id=_number(request.POST, "office"), at=now())
    messages.success(request, _("已转交。"))
    return redirect("advice:desk")


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Into one that says the same."""
    viewer = signed_in(request)
    rows.get_advice(viewer, pk, to="answer")
    if not (into := _number(request.POST, "into")):
        raise NotJoined
    services.join(viewer, advice_id=pk, into_id=into, at=now())
    return redirect("advice:advice", into)
