"""Polls and notices."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhibu.groups.forms import NoticeForm, PollForm
from zhibu.groups.queries import groups
from zhibu.groups.services import asking as services
from zhibu.groups.services.telling import waiting_for
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


def _back_to(message: Any) -> HttpResponse:
    return redirect(f"/groups/{message.group_id}/#m{message.pk}")


@require_http_methods(["GET", "POST"])
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the group something."""
    group, form = groups.get_group(signed_in(request), pk), PollForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _back_to(services.ask_poll(signed_in(request), group_id=pk, at=now(), **form.cleaned_data).message)
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/poll.html", {"form": form, "group": group}, status=status)


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose."""
    options = [int(value) for value in request.POST.getlist("option") if value.isdecimal() and len(value) < 19]
    return _back_to(services.vote(signed_in(request), message_id=pk, option_ids=options, at=now()).message)


@require_http_methods(["GET", "POST"])
def notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a notice that asks for an act."""
    group, form = groups.get_group(signed_in(request), pk, to="lead"), NoticeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _back_to(services.give_notice(signed_in(request), group_id=pk, at=now(), **form.cleaned_data).message)
    status = 422 if request.method == "POST" else 200
    return render(request, "groups/notice.html", {"form": form, "group": group}, status=status)


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what a notice asks for."""
    return _back_to(services.confirm(signed_in(request), message_id=pk).message)


@require_GET
def confirmations(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may need help: those who have not confirmed."""
    found = services.get_notice(signed_in(request), pk)
    page = {"notice": found, "message": found.message, "group": found.message.group, "waiting": waiting_for(found)}
    return render(request, "groups/confirmations.html", page | {"done": found.confirmations.count()})


@require_POST
def confirm_for(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody said yes by telephone or face to face."""
    person = request.POST.get("person", "")
    services.confirm_for(signed_in(request), message_id=pk, person_id=int(person) if person.isdecimal() else 0)
    return redirect("groups:confirmations", pk)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell them once more."""
    services.remind(signed_in(request), message_id=pk, at=now())
    return redirect("groups:confirmations", pk)
