"""Signing up, withdrawing, asking leave, and the host's list of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhibu.activities import queries
from zhibu.activities.forms import DecideForm, LeaveForm
from zhibu.activities.services import signup as services
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a seat; with shifts, in the session chosen."""
    number = request.POST.get("session", "")
    session = int(number) if number.isdecimal() else None
    services.sign_up(signed_in(request), activity_id=pk, at=now(), session_number=session)
    return redirect("activities:detail", pk=pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the seat back, or take the leave back."""
    services.withdraw(signed_in(request), activity_id=pk, at=now())
    return redirect("activities:detail", pk=pk)


def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask to be excused."""
    viewer = signed_in(request)
    activity = queries.get_activity(viewer, pk)
    form = LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.ask_leave(viewer, activity_id=pk, at=now(), **form.cleaned_data)
        return redirect("activities:detail", pk=pk)
    return render(request, "activities/leave.html", {"form": form, "activity": activity})


def signups(request: HttpRequest, pk: int) -> HttpResponse:
    """Who signed up, waits, asks leave: for the host."""
    activity = queries.get_activity(signed_in(request), pk, to="host")
    return render(request, "activities/signups.html", {"activity": activity, "rows": queries.signups(activity)})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Grant or refuse a leave."""
    viewer, form = signed_in(request), DecideForm(request.POST)
    form.full_clean()
    granted = form.cleaned_data.get("granted", False)
    answer = form.cleaned_data.get("answer", "")
    row = services.decide_leave(viewer, signup_id=pk, granted=granted, answer=answer, at=now())
    return redirect("activities:signups", pk=row.activity_id)
