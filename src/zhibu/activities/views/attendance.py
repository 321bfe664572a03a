"""Pages of the organiser's list, of waivers, shifts and alerts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhibu.activities.forms.attendance import AlertForm, CorrectionForm, MakeUpForm, RollForm, ShiftForm, WaiverForm
from zhibu.activities.queries import attendance as queries
from zhibu.activities.queries import waivers as waiver_queries
from zhibu.activities.services import attendance as services
from zhibu.activities.services import waivers as waiver_services
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_http_methods(["GET", "POST"])
def attendance(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The list: call the roll, save, sign; once signed, read and correct."""
    page = queries.page(signed_in(request), activity_id, at=now())
    form = RollForm(request.POST or None, activity=page["activity"], lines=page["lines"], known=page["known"])
    if request.method == "POST" and form.is_valid():
        sign = "sign" in request.POST
        services.save_list(signed_in(request), activity_id=activity_id, marks=form.marks(), sign=sign, at=now())
        return redirect("activities:minutes" if sign else "activities:attendance", activity_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "activities/attendance/roll.html", page | {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def correct_attendance(request: HttpRequest, activity_id: int, person_id: int) -> HttpResponse:
    """Correct one line of a signed list."""
    page = queries.line_page(signed_in(request), activity_id, person_id, at=now())
    form = CorrectionForm(request.POST or None, initial={"state": page["line"].state})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data | {"activity_id": activity_id, "person_id": person_id}
        services.correct_line(signed_in(request), **data, at=now())
        return redirect("activities:attendance", activity_id)
    context = page | {"form": form, "make_up_form": MakeUpForm()}
    return render(request, "activities/attendance/line.html", context, status=422 if form.errors else 200)


@require_POST
def make_up(request: HttpRequest, activity_id: int, person_id: int) -> HttpResponse:
    """Record that somebody made up."""
    form = MakeUpForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data | {"activity_id": activity_id, "person_id": person_id}
        services.make_up(signed_in(request), **data, at=now())
        return redirect("activities:attendance", activity_id)
    page = queries.line_page(signed_in(request), activity_id, person_id, at=now())
    context = page | {"form": CorrectionForm(), "make_up_form": form}
    return render(request, "activities/attendance/line.html", context, status=422)


@require_http_methods(["GET", "POST"])
def waivers(request: HttpRequest) -> HttpResponse:
    """Who need not come, until when; add one."""
    form = WaiverForm(request.POST or None, people=waiver_queries.manageable(signed_in(request)))
    if request.method == "POST" and form.is_valid():
        waiver_services.approve_waiver(signed_in(request), **form.cleaned_data, at=now())
        return redirect("activities:waivers")
    context = {"form": form, "waivers": waiver_queries.waivers(signed_in(request), to="manage")[:200]}
    return render(request, "activities/attendance/waivers.html", context, status=422 if form.errors else 200)


@require_POST
def end_waiver(request: HttpRequest, waiver_id: int) -> HttpResponse:
    """End a waiver from today on."""
    waiver_services.end_waiver(signed_in(request), waiver_id=waiver_id, at=now())
    return redirect("activities:waivers")


@require_http_methods(["GET", "POST"])
def shifts(request: HttpRequest) -> HttpResponse:
    """Who is on duty when; add some."""
    form = ShiftForm(request.POST or None, people=waiver_queries.manageable(signed_in(request)))
    if request.method == "POST" and form.is_valid():
        waiver_services.add_shifts(signed_in(request), **form.cleaned_data, at=now())
        return redirect("activities:shifts")
    context = {"form": form, "shifts": waiver_queries.shifts(signed_in(request))[:200]}
    return render(request, "activities/attendance/shifts.html", context, status=422 if form.errors else 200)


@require_GET
def alerts(request: HttpRequest) -> HttpResponse:
    """Who of the viewer's own branch has stayed away for months, as tasks."""
    found = waiver_queries.alerts(signed_in(request))
    return render(request, "activities/attendance/alerts.html", {"alerts": found, "form": AlertForm()})


@require_POST
def close_alert(request: HttpRequest, alert_id: int) -> HttpResponse:
    """Write down what was found out and done."""
    form = AlertForm(request.POST)
    if form.is_valid():
        waiver_services.close_alert(signed_in(request), alert_id=alert_id, at=now(), **form.cleaned_data)
        return redirect("activities:alerts")
    context = {"alerts": waiver_queries.alerts(signed_in(request)), "form": form, "open_id": alert_id}
    return render(request, "activities/attendance/alerts.html", context, status=422)
