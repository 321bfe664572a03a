"""Schemes: read, import, edit a draft, switch on, settle, try out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import CapsForm, ImportForm, IndexForm, ResolutionForm, TopListForm
from zhibu.points.queries import editing, schemes, simulation
from zhibu.points.views.page import form_page


@require_safe
def scheme_list(request: HttpRequest) -> HttpResponse:
    """Schemes in force over the viewer, and those he manages."""
    viewer = signed_in(request)
    context = {"schemes": schemes.schemes(viewer)[:50], "may_import": bool(editing.managed(viewer))}
    return render(request, "points/schemes.html", context)


@require_safe
def scheme(request: HttpRequest, pk: int) -> HttpResponse:
    """One scheme: its indexes, and for its managers what the lint says."""
    found = editing.scheme_page(signed_in(request), pk, at=now())
    return render(request, "points/scheme.html", {"it": found, "form": ResolutionForm()})


@require_http_methods(["GET", "POST"])
def import_file(request: HttpRequest) -> HttpResponse:
    """A draft from a CSV file."""
    viewer = signed_in(request)
    form = ImportForm(request.POST or None, request.FILES or None, organisations=editing.managed_or_refused(viewer))
    if form.is_valid():
        values = form.cleaned_data
        text = values.pop("file")
        draft = services.import_scheme(viewer, text=text, at=now(), **values)
        return redirect("points:scheme", draft.pk)
    lead = _("导入后是草稿，检查合规、写明决议后才能启用。")
    back = reverse("points:schemes")
    return form_page(request, form, heading=_("导入积分办法"), verb=_("导入"), back=back, lead=lead)


@require_POST
def activate(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch a draft on."""
    form = ResolutionForm(request.POST)
    if not form.is_valid():
        back = reverse("points:scheme", args=[pk])
        return form_page(request, form, heading=_("启用积分办法"), verb=_("启用"), back=back)
    services.activate_scheme(signed_in(request), scheme_id=pk, at=now(), **form.cleaned_data)
    return redirect("points:scheme", pk)


@require_POST
def copy(request: HttpRequest, pk: int) -> HttpResponse:
    """A new draft with the same indexes."""
    return redirect("points:scheme", services.copy_scheme(signed_in(request), scheme_id=pk, at=now()).pk)


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest, pk: int) -> HttpResponse:
    """Change an index of a draft."""
    viewer = signed_in(request)
    found = schemes.get_index(viewer, pk, to="manage")
    initial = {name: getattr(found, name) for name in IndexForm.base_fields}
    form = IndexForm(request.POST or None, initial=initial)
    if form.is_valid():
        services.change_index(viewer, index_id=pk, at=now(), **form.cleaned_data)
        return redirect("points:scheme", found.scheme_id)
    back = reverse("points:scheme", args=[found.scheme_id])
    return form_page(request, form, heading=f"{found.code} {found.name_zh}", verb=_("保存"), back=back)


@require_http_methods(["GET", "POST"])
def caps(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the bonus caps of a draft, and what is carried over."""
    viewer = signed_in(request)
    form = CapsForm(request.POST or None, scheme=schemes.get_scheme(viewer, pk, to="manage"))
    if form.is_valid():
        services.set_bonus_caps(
            viewer, scheme_id=pk, caps=form.caps(), carry_over=form.cleaned_data["carry_over"], at=now()
        )
        return redirect("points:scheme", pk)
    back = reverse("points:scheme", args=[pk])
    return form_page(request, form, heading=_("各方面加分上限与结转"), verb=_("保存"), back=back)


@require_http_methods(["GET", "POST"])
def top_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Allow names in the order of figures, for one scope and until one day."""
    viewer = signed_in(request)
    found = schemes.get_scheme(viewer, pk, to="manage")
    form = TopListForm(request.POST or None)
    if form.is_valid():
        services.allow_top_list(viewer, scheme_id=pk, at=now(), **form.cleaned_data)
        messages.success(request, _("已开放，到期自动关闭。"))
        return redirect("points:scheme", pk)
    lead = _("平时各处都按姓名排列。确有需要时写明理由、范围和截止日期，所有人都看得到。")
    back = reverse("points:scheme", args=[found.pk])
    return form_page(request, form, heading=_("按分数排列姓名"), verb=_("开放"), back=back, lead=lead)


@require_POST
def settle(request: HttpRequest, pk: int, quarter: int) -> HttpResponse:
    """Freeze a quarter."""
    found = services.settle(signed_in(request), scheme_id=pk, quarter=quarter, at=now())
    messages.success(request, _("已结算。核对后再公示。"))
    return redirect("points:settlement", found.pk)


@require_safe
def simulate(request: HttpRequest, pk: int) -> HttpResponse:
    """Who would gain or lose."""
    found = simulation.simulate(signed_in(request), pk, at=now())
    return render(request, "points/simulation.html", {"it": found})
