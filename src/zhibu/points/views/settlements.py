"""Published figures, comments, objections, corrections."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import AdjustForm, TextForm
from zhibu.points.queries import publication, settlements
from zhibu.points.views.page import form_page


@require_safe
def settlement_list(request: HttpRequest) -> HttpResponse:
    """Settlements the viewer may see."""
    rows = settlements.settlements(signed_in(request))
    return render(request, "points/settlements.html", {"settlements": rows[:40]})


@require_safe
def settlement(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of a branch, by name."""
    found = publication.publication(signed_in(request), pk, request.GET.get("branch"), at=now())
    return render(request, "points/settlement.html", {"it": found, "form": TextForm()})


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show it inside the branches."""
    services.publish_settlement(signed_in(request), settlement_id=pk, at=now())
    return redirect("points:settlement", pk)


@require_POST
def comment(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something in the open."""
    form = TextForm(request.POST)
    if form.is_valid():
        services.comment_on(signed_in(request), settlement_id=pk, at=now(), **form.cleaned_data)
        return redirect("points:settlement", pk)
    back = reverse("points:settlement", args=[pk])
    return form_page(request, form, heading=_("公开评议"), verb=_("发表"), back=back)


@require_http_methods(["GET", "POST"])
def object_to(request: HttpRequest, pk: int) -> HttpResponse:
    """Object to a figure."""
    viewer = signed_in(request)
    figure = settlements.get_figure(viewer, pk)
    form = TextForm(request.POST or None)
    if form.is_valid():
        objection = services.object_to(viewer, figure_id=pk, at=now(), **form.cleaned_data)
        return redirect("points:objection", objection.pk)
    back = reverse("points:settlement", args=[figure.settlement_id])
    heading = _("对%(name)s的积分提出异议") % {"name": figure.person.name}
    lead = _("支部十个工作日内答复；不同意答复可以向上级党委申诉。")
    return form_page(request, form, heading=heading, verb=_("提出异议"), back=back, lead=lead)


@require_safe
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """An objection, step by step."""
    found = publication.objection_page(signed_in(request), pk)
    return render(request, "points/objection.html", {"it": found, "form": TextForm()})


@require_POST
def answer(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Answer, appeal or decide, as the state asks."""
    form = TextForm(request.POST)
    if not form.is_valid():
        back = reverse("points:objection", args=[pk])
        return form_page(request, form, heading=_("异议"), verb=_("提交"), back=back)
    services.carry_on(signed_in(request), act=act, objection_id=pk, text=form.cleaned_data["text"], at=now())
    messages.success(request, _("已提交。"))
    return redirect("points:objection", pk)


@require_http_methods(["GET", "POST"])
def adjust(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a figure; the old one stays."""
    viewer = signed_in(request)
    figure = publication.correctable(viewer, pk)
    form = AdjustForm(request.POST or None)
    if form.is_valid():
        services.adjust(
            viewer, figure_id=pk, at=now(), objection_id=publication.open_objection(viewer, pk), **form.cleaned_data
        )
        return redirect("points:settlement", figure.settlement_id)
    back = reverse("points:settlement", args=[figure.settlement_id])
    heading, lead = _("更正%(name)s的积分") % {"name": figure.person.name}, _("原来的分数保留，更正写在旁边。")
    return form_page(request, form, heading=heading, verb=_("写入更正"), back=back, lead=lead)
