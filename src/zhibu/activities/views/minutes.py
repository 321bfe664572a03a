"""Pages of meeting records."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhibu.activities.forms.minutes import AddendumForm, CompletionForm, MinutesForm, SignForm, rebased
from zhibu.activities.queries import minutes as queries
from zhibu.activities.queries import minutes_print
from zhibu.activities.services import minutes as services
from zhibu.activities.services import signing
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.members import api as members


@require_GET
def minutes(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The record to read, sign and add to; before it is begun, the invitation to begin."""
    return _record(request, activity_id)


@require_POST
def begin_minutes(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Begin the record and go on to write it."""
    services.open_minutes(signed_in(request), activity_id=activity_id, at=now())
    return redirect("activities:edit-minutes", activity_id)


@require_http_methods(["GET", "POST"])
def edit_minutes(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Write the record; "stay" saves and offers empty rows again."""
    found = queries.get_minutes(signed_in(request), activity_id, to="edit")
    form = MinutesForm(found, request.POST or None)
    if request.method == "POST" and form.is_valid():
        saved = services.save_minutes(signed_in(request), activity_id=activity_id, draft=form.draft, at=now())
        return _conflict(request, saved, form) if saved.is_stale else _onward(request, activity_id)
    status = 422 if request.method == "POST" else 200
    return render(request, "activities/minutes/edit.html", {"form": form, "minutes": found}, status=status)


@require_POST
def sign_minutes(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Sign what the page showed; a code that is owed and wrong is asked for again on the same page."""
    form = SignForm(request, request.POST)
    if not form.is_valid() and "code" in form.errors:
        return _record(request, activity_id, sign_form=form)
    digest = form.cleaned_data.get("digest", "")
    signing.sign_minutes(signed_in(request), activity_id=activity_id, text_digest=digest, at=now())
    return redirect("activities:minutes", activity_id)


@require_POST
def add_addendum(request: HttpRequest, activity_id: int) -> HttpResponse:
    """Add a correction to a signed record."""
    form = AddendumForm(request.POST)
    if form.is_valid():
        services.add_addendum(signed_in(request), activity_id=activity_id, at=now(), **form.cleaned_data)
        return redirect("activities:minutes", activity_id)
    return _record(request, activity_id, addendum_form=form)


@require_POST
def complete_resolution(request: HttpRequest, resolution_id: int) -> HttpResponse:
    """Say that a resolution was carried out."""
    form = CompletionForm(request.POST)
    note = form.cleaned_data["note"] if form.is_valid() else ""
    done = signing.complete_resolution(signed_in(request), resolution_id=resolution_id, note=note, at=now())
    return redirect("activities:minutes", done.resolution.minutes.activity_id)


@require_GET
def minutes_pdf(request: HttpRequest, activity_id: int) -> HttpResponse:
    """The record as PDF."""
    return _pdf(minutes_print.minutes_pdf(signed_in(request), activity_id), f"minutes-{activity_id}.pdf")


@require_GET
def resolution_sheet(request: HttpRequest, activity_id: int, number: int) -> HttpResponse:
    """The resolution on one motion as PDF."""
    pdf = minutes_print.resolution_sheet_pdf(signed_in(request), activity_id, number)
    return _pdf(pdf, f"resolution-{activity_id}-{number}.pdf")


def _record(request: HttpRequest, activity_id: int, **bound: Form) -> HttpResponse:
    viewer = signed_in(request)
    page: dict[str, Any] = queries.page(viewer, activity_id) | {"addendum_form": AddendumForm()}
    if page.get("can_sign"):
        form = SignForm(request, initial={"digest": page["digest"]})
        page |= {"sign_form": form, "demo_code": members.demo_code(viewer) if "code" in form.fields else ""}
    return render(request, "activities/minutes/record.html", page | bound, status=422 if bound else 200)


def _onward(request: HttpRequest, activity_id: int) -> HttpResponse:
    stay = "stay" in request.POST
    return redirect("activities:edit-minutes" if stay else "activities:minutes", activity_id)


def _conflict(request: HttpRequest, saved: services.Saved, form: MinutesForm) -> HttpResponse:
    context = {
        "minutes": saved.minutes, "differences": form.differences(services.draft_of(saved.minutes)),
        "form": rebased(saved.minutes, request.POST),
    }  # fmt: skip
    return render(request, "activities/minutes/conflict.html", context, status=409)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
