"""Star of the month."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import DutiesForm, NominationForm, StarForm, SummaryForm
from zhibu.points.queries import months, stars
from zhibu.points.views.page import form_page


@require_safe
def star_list(request: HttpRequest) -> HttpResponse:
    """The month: one's own check and summary, nominations, stars of the months before."""
    return render(request, "points/stars.html", {"it": months.star_page(signed_in(request), at=now())})


@require_safe
def star(request: HttpRequest, pk: int) -> HttpResponse:
    """One star, its reason, and what is to be done."""
    viewer = signed_in(request)
    found = stars.get_star(viewer, pk)
    context = {"star": found, "is_own": found.person_id == viewer.person_id, "may_announce": months.may_choose(
        viewer, found.branch.path)}  # fmt: skip
    return render(request, "points/star.html", context)


@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree or decline."""
    services.answer_star(signed_in(request), star_id=pk, consents=request.POST.get("consents") == "yes", at=now())
    return redirect("points:star", pk)


@require_POST
def announce(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell the branch."""
    services.announce_star(signed_in(request), star_id=pk, at=now())
    return redirect("points:star", pk)


@require_http_methods(["GET", "POST"])
def summary(request: HttpRequest) -> HttpResponse:
    """Write the month's summary."""
    viewer, at = signed_in(request), now()
    form = SummaryForm(request.POST or None, initial={"text": months.own_summary(viewer, at=at)})
    if form.is_valid():
        services.write_summary(viewer, month=months.this_month(at), at=at, **form.cleaned_data)
        return redirect("points:stars")
    back = reverse("points:stars")
    return form_page(request, form, heading=_("本月小结"), verb=_("保存小结"), back=back)


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """Propose somebody of the branch."""
    viewer, at = signed_in(request), now()
    form = NominationForm(request.POST or None, members=months.others(viewer))
    if form.is_valid():
        services.nominate(viewer, month=months.this_month(at), at=at, **form.cleaned_data)
        return redirect("points:stars")
    lead = _("由支委会讨论决定，并征得本人同意后通报。")
    return form_page(request, form, heading=_("推荐每月之星"), verb=_("推荐"), back=reverse("points:stars"), lead=lead)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest, branch_id: int) -> HttpResponse:
    """The committee's decision among the nominated."""
    viewer, at = signed_in(request), now()
    nominated = months.nominated_or_refused(viewer, branch_id, at=at)
    form = StarForm(request.POST or None, members=nominated)
    if form.is_valid():
        month = months.this_month(at)
        found = services.choose_star(viewer, branch_id=branch_id, month=month, at=at, **form.cleaned_data)
        return redirect("points:star", found.pk)
    back = reverse("points:stars")
    lead = "" if nominated else _("本月还没有人推荐。请先由党员推荐，支委会再从中确定。")
    heading, verb = _("支委会确定每月之星"), _("确定并征求本人意见")
    return form_page(request, form, heading=heading, verb=verb, back=back, lead=lead)


@require_safe
def checks(request: HttpRequest, branch_id: int) -> HttpResponse:
    """The members of a branch and how their month was checked."""
    found = months.check_page(signed_in(request), branch_id, at=now())
    return render(request, "points/checks.html", {"it": found})


@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, person_id: int) -> HttpResponse:
    """Check one member item by item, and the notebook."""
    viewer, at = signed_in(request), now()
    found = months.month_of_member(viewer, person_id, at=at)
    if request.method == "POST":
        services.check_duties(viewer, person_id=person_id, at=at, **months.results_of(request.POST, found, at=at))
        return redirect("points:checks", found.branch_id)
    return render(request, "points/check.html", {"it": found})


@require_http_methods(["GET", "POST"])
def duties(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down a member's duties."""
    viewer, at = signed_in(request), now()
    found = months.month_of_member(viewer, person_id, at=at)
    form = DutiesForm(request.POST or None, initial={"texts": found.duty_text})
    if form.is_valid():
        services.set_duties(viewer, person_id=person_id, texts=form.cleaned_data["texts"], at=at)
        return redirect("points:check", person_id)
    back = reverse("points:check", args=[person_id])
    return form_page(request, form, heading=_("%(name)s的岗位职责") % {"name": found.name}, verb=_("保存"), back=back)
