"""Importing a roster: upload, preview, import with progress, result, back again; and export."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.members import queries
from zhibu.members.forms.records import DirectoryForm
from zhibu.members.forms.roster import ExportForm, ImportForm, UploadForm
from zhibu.members.services import roster_export, roster_import, roster_upload

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def rosters(request: HttpRequest) -> HttpResponse:
    """Upload a roster, export one, and the imports so far."""
    viewer = signed_in(request)
    form = UploadForm(request.POST or None, request.FILES or None)
    page = Paginator(queries.roster_imports(viewer), 20).get_page(request.GET.get("page"))
    if request.method == "POST" and form.is_valid():
        file, key = form.cleaned_data["file"], form.cleaned_data["key"]
        made = roster_upload.upload_roster(viewer, file=file.file, name=file.name, key=key, at=now())
        return redirect("members:roster", pk=made.pk)
    filters = DirectoryForm(viewer, request.GET) if "filtered" in request.GET else None
    parts = {"page": page, "form": form, "export_form": ExportForm(), "filters": filters}
    return render(request, "members/roster/rosters.html", parts)


@require_GET
@never_cache
def roster(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: what is wrong, how far it is, what can be done."""
    found = queries.get_roster_import(signed_in(request), pk)
    severity, code = request.GET.get("severity", ""), request.GET.get("code", "")
    problems = queries.problems_of(found, severity=severity, code=code)
    parts = {**_state(found), "severity": severity, "code": code}
    parts["page"] = Paginator(problems, 50).get_page(request.GET.get("page"))
    return render(request, "members/roster/roster.html", parts)


@require_GET
@never_cache
def roster_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part that the page refetches while work goes on."""
    found = queries.get_roster_import(signed_in(request), pk)
    return render(request, "members/roster/_state.html", _state(found))


def _state(found: Any) -> dict[str, Any]:
    form = ImportForm(bad_rows=found.bad_rows, new_branches=found.new_branches)
    return {"roster": found, "form": form, "tallies": queries.tallies_of(found)}


@require_POST
def roster_import_now(request: HttpRequest, pk: int) -> HttpResponse:
    """Import it."""
    viewer = signed_in(request)
    found = queries.get_roster_import(viewer, pk)
    agreed = ImportForm(request.POST, bad_rows=found.bad_rows, new_branches=found.new_branches).agreed()
    roster_import.ask_import(viewer, roster_id=pk, at=now(), **agreed)
    return redirect("members:roster", pk=pk)


@require_POST
def roster_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    roster_import.roll_back_import(signed_in(request), roster_id=pk, at=now())
    return redirect("members:roster", pk=pk)


@require_POST
def roster_bad_rows(request: HttpRequest, pk: int) -> HttpResponse:
    """The rows that stay out, as a workbook. POST: class A data leaves, and the log says so."""
    content = roster_export.bad_rows_of(signed_in(request), roster_id=pk, at=now())
    return _workbook(content, f"bad-rows-{pk}.xlsx")


@require_POST
def roster_export_now(request: HttpRequest) -> HttpResponse:
    """The register as a roster."""
    viewer, at = signed_in(request), now()
    form = ExportForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else ""
    narrowed = {"sought": DirectoryForm(viewer, request.POST).sought()} if "status" in request.POST else {}
    content = roster_export.export_roster(viewer, reason=reason, at=at, **narrowed)
    return _workbook(content, f"roster-{local_date(at)}.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
