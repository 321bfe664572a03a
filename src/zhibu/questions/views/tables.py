"""Questions in tables: template, upload with preview, import, export."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.questions import services
from zhibu.questions.forms import FilterForm, UploadForm
from zhibu.questions.queries import bank as queries
from zhibu.questions.rules.tables import workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Send a table; it is previewed, not imported."""
    viewer = signed_in(request)
    form = UploadForm(request.POST or None, request.FILES or None, banks=queries.banks(viewer))
    if form.is_valid():
        data = form.cleaned_data
        made = services.upload_questions(
            viewer, organisation_id=data["organisation_id"], file=data["file"].file, name=data["file"].name,
            key=data["key"], at=now(),
        )  # fmt: skip
        return redirect("questions:import", made.pk)
    return render(request, "questions/upload.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """What an upload would bring; POST imports it."""
    viewer = signed_in(request)
    found = queries.get_import(viewer, pk)
    if request.method == "POST":
        skip = request.POST.get("skip_bad_rows") == "on"
        made = services.import_questions(viewer, import_id=pk, skip_bad_rows=skip, at=now())
        messages.success(request, _("已导入 %(n)d 道题，等另一位同志审核后就能使用。") % {"n": len(made.drafts)})
        return redirect("questions:import", pk)
    page = Paginator(found.problems, 50).get_page(request.GET.get("page"))
    return render(request, "questions/preview.html", {"upload": found, "page": page, "drafts": found.drafts.items()})


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """An empty table with its headings."""
    queries.banks(signed_in(request))
    return _table(workbook([]), "questions-template.xlsx")


@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is narrowed, as a table that can be imported again."""
    viewer, at = signed_in(request), now()
    queries.banks(viewer)
    ids = list(queries.search(viewer, FilterForm(request.POST).wanted()).values_list("pk", flat=True))
    return _table(services.export_questions(viewer, ids=ids, at=at), f"questions-{local_date(at)}.xlsx")


def _table(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type=XLSX, headers=headers)
