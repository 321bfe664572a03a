"""Filling in: what waits, one sheet, one's own record; and checking."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.collection import services
from zhibu.collection.enums import ASKERS
from zhibu.collection.errors import AnswersWrong, ChangedMeanwhile, NotAnAsker
from zhibu.collection.forms.sheet import CheckForm, ManyForm, ReturnForm, SheetForm
from zhibu.collection.queries import reach, sheets
from zhibu.collection.queries.dictionary import by_standing, entries, standings
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import Viewer, signed_in


@require_safe
@never_cache
def index(request: HttpRequest) -> HttpResponse:
    """What waits for me, what I have handed in, and the ways on."""
    viewer, at = signed_in(request), now()
    may_ask = bool(viewer.paths(ASKERS))
    context = {
        "at": at, "to_fill": sheets.to_fill(viewer)[:20], "handed_in": sheets.handed_in(viewer)[:20],
        "may_ask": may_ask, "may_read": bool(viewer.paths(reach.READERS)),
        "checks": reach.to_check(viewer).count() if may_ask else 0,
        "asked": reach.requests(viewer)[:10] if may_ask else [], "own": sheets.own_look(viewer),
    }  # fmt: skip
    return render(request, "collection/index.html", context)


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """What is held on me, where it comes from, who confirmed it and when."""
    viewer, at = signed_in(request), now()
    person = viewer.person_id or 0
    held = standings([person], entries(), today=local_date(at))[person]
    own = sheets.own_look(viewer)
    context = {"parts": by_standing(held.values()), "own": own, "steps": sheets.steps_of(own) if own else []}
    return render(request, "collection/mine.html", context)


@require_http_methods(["GET", "POST"])
@never_cache
def own(request: HttpRequest) -> HttpResponse:
    """Go through my record: confirm and correct."""
    viewer, at = signed_in(request), now()
    lines = sheets.own_lines(viewer.person_id or 0, today=local_date(at))
    form = SheetForm(request.POST or None, lines=lines, today=local_date(at))
    if form.is_valid() and (sheet := _taken(form, lambda: services.submit_own(viewer, filled=form.filled(), at=at))):
        messages.success(request, _("谢谢，已交给支部核对。有效期内不会再问您这些。"))
        return redirect("collection:sheet", sheet.pk)
    return render(request, "collection/own.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@never_cache
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """One sheet: filled in, or where it stands."""
    viewer, at = signed_in(request), now()
    found = reach.get_sheet(viewer, pk)
    form = _form(request, viewer, found)
    if form.is_valid() and _taken(
        form, lambda: services.submit_sheet(viewer, sheet_id=pk, filled=form.filled(), at=at)
    ):
        messages.success(request, _thanks(reach.get_sheet(viewer, pk)))
        return redirect("collection:sheet", pk)
    context = {"form": form, "at": at, **sheets.page_of(viewer, found, at=at)}
    return render(request, "collection/sheet.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, viewer: Viewer, found: Any) -> SheetForm:
    today, helps = local_date(now()), reach.may_help(viewer, found)
    lines = sheets.lines_of(found, today=today, offer=not helps)
    return SheetForm(request.POST or None, lines=lines, today=today, helps=helps, initial={"version": found.version})


def _taken(form: SheetForm, take: Any) -> Any:
    """What the service made of the form; what it found wrong stands at the fields, and nothing typed is lost."""
    try:
        return take()
    except AnswersWrong as wrong:
        form.refuse(wrong.faults)
    except ChangedMeanwhile as changed:
        form.add_error(None, str(changed))
    return None


def _thanks(found: Any) -> str:
    if found.state == "kept":
        return _("这次采集已经结束。您填的都留存了：档案里的变化照常核对，其他回答下次问到会带出来。")
    if found.state == "done":
        return _("谢谢，已经收到，不用再做什么。")
    return _("谢谢，已经收到，接下来由支部核对。")


@require_safe
@never_cache
def checks(request: HttpRequest) -> HttpResponse:
    """Sheets whose next step is mine."""
    viewer = signed_in(request)
    if not viewer.paths(ASKERS):
        raise NotAnAsker
    page = Paginator(reach.to_check(viewer), 30).get_page(request.GET.get("page"))
    rows = sheets.with_changes(page.object_list)
    context = {"page": page, "rows": rows, "several": any(not changed and row.person_id for row, changed in rows)}
    return render(request, "collection/checks.html", context)


@require_POST
def check_many(request: HttpRequest) -> HttpResponse:
    """Several without changes at once."""
    viewer = signed_in(request)
    ids = list(reach.to_check(viewer).values_list("pk", flat=True)) if viewer.paths(ASKERS) else []
    form = ManyForm(request.POST, ids=ids)
    count = (
        services.check_unchanged(viewer, sheet_ids=form.cleaned_data["sheet_ids"], at=now()) if form.is_valid() else 0
    )
    messages.success(request, _("已核对 %(n)d 份。有更正的请逐份打开看。") % {"n": count})
    return redirect("collection:checks")


@require_POST
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """It is right."""
    form = CheckForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    services.check_sheet(signed_in(request), sheet_id=pk, version=version, at=now())
    messages.success(request, _("已核对，更正已写回档案。"))
    return redirect("collection:checks")


@require_http_methods(["GET", "POST"])
def give_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it back."""
    viewer = signed_in(request)
    found = reach.get_sheet(viewer, pk)
    form = ReturnForm(request.POST or None, initial={"version": found.version})
    if form.is_valid():
        services.return_sheet(viewer, sheet_id=pk, at=now(), **form.cleaned_data)
        messages.success(request, _("已退回，填的人会收到说明。"))
        return redirect("collection:checks")
    context = {"form": form, "sheet": found}
    return render(request, "collection/return.html", context, status=422 if form.is_bound else 200)
