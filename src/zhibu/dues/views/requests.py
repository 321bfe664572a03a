"""Asking to pay less, nothing, by the quarter, or by somebody else; and answering."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.errors import AmountUnreadable
from zhibu.dues.forms import ConsentForm, DecideForm, HardshipForm, QuarterForm, StudyForm
from zhibu.dues.queries import mine, requests
from zhibu.dues.queries.people import is_above, own_id
from zhibu.dues.views.page import form_page
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_http_methods(["GET", "POST"])
def consents(request: HttpRequest) -> HttpResponse:
    """Who may pay for me, and for whom I may."""
    viewer = signed_in(request)
    own_id(viewer)
    form = ConsentForm(request.POST or None, mates=mine.mates(viewer))
    if form.is_valid():
        services.give_consent(viewer, payer_id=form.cleaned_data["payer_id"], at=now())
        messages.success(request, _("已同意。他只看得到您每个月应交多少、交没交。"))
        return redirect("dues:consents")
    context = {"form": form, **mine.consents_page(viewer)}
    return render(request, "dues/consents.html", context, status=422 if form.is_bound else 200)


@require_POST
def end_consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a consent back."""
    services.end_consent(signed_in(request), consent_id=pk, at=now())
    messages.success(request, _("已收回。"))
    return redirect("dues:consents")


@require_http_methods(["GET", "POST"])
def quarter(request: HttpRequest) -> HttpResponse:
    """Ask to pay by the quarter."""
    viewer, back = signed_in(request), reverse("dues:index")
    own_id(viewer)
    form = QuarterForm(request.POST or None)
    if not form.is_valid():
        lead = _("有特殊原因，经支部同意，可以按季度交。")
        return form_page(request, form, heading=_("申请按季交纳"), verb=_("交给支部"), back=back, lead=lead)
    services.ask_quarter(viewer, at=now(), **form.cleaned_data)
    messages.success(request, _("已交给支部，有结果会告诉您。"))
    return redirect(back)


@require_POST
def decide_quarter(request: HttpRequest, pk: int) -> HttpResponse:
    """The branch agrees or not."""
    agrees = request.POST.get("answer") == "yes"
    services.decide_quarter(signed_in(request), plan_id=pk, agrees=agrees, at=now())
    return redirect("dues:waiting")


@require_http_methods(["GET", "POST"])
def ask_hardship(request: HttpRequest) -> HttpResponse:
    """Ask to pay less or nothing."""
    viewer = signed_in(request)
    own_id(viewer)
    form = HardshipForm(request.POST or None)
    if not form.is_valid():
        lead, back = _("先由支部研究，再报上一级党委批准。"), reverse("dues:index")
        return form_page(request, form, heading=_("申请少交或免交"), verb=_("交给支部"), back=back, lead=lead)
    data = dict(form.cleaned_data)
    made = services.ask_hardship(viewer, asked_fen=data.pop("asked") or 0, at=now(), **data)
    messages.success(request, _("已交给支部。"))
    return redirect("dues:hardship", made.pk)


@require_safe
def hardship(request: HttpRequest, pk: int) -> HttpResponse:
    """A request and where it stands."""
    viewer = signed_in(request)
    found = requests.get_hardship(viewer, pk)
    own = found.person_id == viewer.person_id
    may_study = not own and found.state == "asked"
    may_decide = not own and found.state == "studied" and is_above(viewer, found.organisation.path)
    context = {"one": found, "own": own, "study": StudyForm() if may_study else None,
               "decide": DecideForm() if may_decide else None, "steps": mine.hardship_steps(found)}  # fmt: skip
    return render(request, "dues/hardship.html", context)


@require_POST
def withdraw_hardship(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    services.withdraw_hardship(signed_in(request), hardship_id=pk)
    return redirect("dues:hardship", pk)


@require_POST
def study_hardship(request: HttpRequest, pk: int) -> HttpResponse:
    """The branch's opinion."""
    agrees, opinion = request.POST.get("answer") == "yes", request.POST.get("opinion", "")[:200]
    services.study_hardship(signed_in(request), hardship_id=pk, agrees=agrees, opinion=opinion, at=now())
    return redirect("dues:hardship", pk)


@require_POST
def decide_hardship(request: HttpRequest, pk: int) -> HttpResponse:
    """The decision of the level above."""
    viewer, form, approves = signed_in(request), DecideForm(request.POST), request.POST.get("answer") == "yes"
    form.full_clean()
    if approves and "approved" not in form.cleaned_data:
        raise AmountUnreadable  # an empty or unreadable sum is not "nothing to pay"
    services.decide_hardship(
        viewer, hardship_id=pk, approves=approves, at=now(),
        approved_fen=form.cleaned_data.get("approved") or 0, document=form.cleaned_data.get("document", ""),
    )  # fmt: skip
    return redirect("dues:hardship", pk)
