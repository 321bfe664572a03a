"""A member's own points, declared items, and their review."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import DeclarationForm, EvidenceForm, ReviewForm
from zhibu.points.queries import declaring, preview, publication
from zhibu.points.views.page import form_page


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Why this score."""
    viewer, at = signed_in(request), now()
    context = {
        "at": at,
        "preview": preview.preview(viewer, at=at),
        "declared": declaring.own(viewer)[:10],
        "figures": publication.own_publications(viewer),
    }
    return render(request, "points/mine.html", context)


@require_http_methods(["GET", "POST"])
def declare(request: HttpRequest) -> HttpResponse:
    """Declare an item for oneself."""
    viewer, at = signed_in(request), now()
    chosen = {"index_id": request.GET.get("index")}
    indexes = declaring.declarable(viewer, at=at)
    form = DeclarationForm(request.POST or None, request.FILES or None, indexes=indexes, initial=chosen)
    if form.is_valid():
        services.declare_item(viewer, person_id=viewer.person_id or 0, at=at, **form.cleaned_data)
        messages.success(request, _("已提交。支部审核后会计入您的积分。"))
        return redirect("points:mine")
    lead = _("申报一件真实做过的事，由支部或有关组织核实。")
    return form_page(request, form, heading=_("申报加分"), verb=_("提交申报"), back=reverse("points:mine"), lead=lead)


@require_safe
def declaration(request: HttpRequest, pk: int) -> HttpResponse:
    """One declared item and where it stands."""
    viewer = signed_in(request)
    found = declaring.get_declaration(viewer, pk)
    form = EvidenceForm() if declaring.may_add_evidence(viewer, found) else None
    context = {"declaration": found, "may_review": declaring.may_decide(viewer, found), "form": form}
    return render(request, "points/declaration.html", context)


@require_POST
def evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a file to a declaration, or replace the one that is there."""
    viewer, form = signed_in(request), EvidenceForm(request.POST, request.FILES)
    if not form.is_valid():
        back = reverse("points:declaration", args=[declaring.get_declaration(viewer, pk).pk])
        return form_page(request, form, heading=_("补充证明材料"), verb=_("上传"), back=back)
    services.add_evidence(viewer, declaration_id=pk, at=now(), **form.cleaned_data)
    messages.success(request, _("证明材料已经附上。"))
    return redirect("points:declaration", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a declaration back."""
    services.withdraw_item(signed_in(request), declaration_id=pk, at=now())
    return redirect("points:declaration", pk)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """What waits for the viewer's body; decided one by one or several at once."""
    viewer, at = signed_in(request), now()
    waiting = list(declaring.waiting(viewer)[:100])
    form = ReviewForm(request.POST or None, ids=[one.pk for one in waiting])
    if form.is_valid():
        decided = services.review_items(viewer, at=at, **form.cleaned_data)
        messages.success(request, _("已办理 %(n)d 项。") % {"n": len(decided)})
        return redirect("points:review")
    context = {"waiting": waiting, "due": declaring.first_due(waiting), "today": local_date(at), "form": form}
    return render(request, "points/review.html", context, status=422 if form.is_bound else 200)
