"""Who is measured how: pages for absence by right and for leaving somebody out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import AbsenceForm, ExclusionForm
from zhibu.points.queries.measured import measured
from zhibu.points.views.page import form_page


@require_safe
def page(request: HttpRequest, pk: int) -> HttpResponse:
    """What was decided so far."""
    return render(request, "points/measured.html", {"it": measured(signed_in(request), pk)})


@require_http_methods(["GET", "POST"])
def absence(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a quarter neutral for somebody."""
    viewer, at = signed_in(request), now()
    it = measured(viewer, pk)
    form = AbsenceForm(request.POST or None, people=it.people)
    if form.is_valid():
        services.record_absence(viewer, year=it.scheme.year, at=at, **form.cleaned_data)
        messages.success(request, _("已登记，这个季度的基础分按比例折算。"))
        return redirect("points:measured", pk)
    lead = _("因病、因公、产假或外派的季度不算缺勤，不影响得分。")
    back = reverse("points:measured", args=[pk])
    return form_page(request, form, heading=_("登记因故缺勤"), verb=_("登记"), back=back, lead=lead)


@require_http_methods(["GET", "POST"])
def exclusion(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave somebody out."""
    viewer, at = signed_in(request), now()
    it = measured(viewer, pk)
    form = ExclusionForm(request.POST or None, people=it.people)
    if form.is_valid():
        services.exclude(viewer, scheme_id=pk, at=at, **form.cleaned_data)
        messages.success(request, _("已登记，这位同志不列入积分管理。"))
        return redirect("points:measured", pk)
    lead = _("年满七十、长期患病或流动的同志，支部可以决定不列入积分。")
    back = reverse("points:measured", args=[pk])
    return form_page(request, form, heading=_("不列入积分管理"), verb=_("登记"), back=back, lead=lead)
