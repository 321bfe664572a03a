"""Setting offices up, for those who manage them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.advice import services
from zhibu.advice.errors import NoSuchOffice
from zhibu.advice.forms import ChangeForm, FoundForm, OfficerForm
from zhibu.advice.queries import offices as rows
from zhibu.advice.views.page import form_page, shown
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer, signed_in

FIELDS = ("name", "about", "answer_days", "is_open")


def _homes(viewer: Viewer) -> list[tuple[int, str]]:
    if not (found := rows.homes(viewer)):
        raise NoSuchOffice
    return found


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The offices that the viewer manages."""
    viewer = signed_in(request)
    _homes(viewer)
    return shown(request, "offices", {"offices": rows.with_numbers(viewer)})


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new office."""
    viewer = signed_in(request)
    form = FoundForm(request.POST or None, homes=_homes(viewer))
    if form.is_valid():
        made = services.found_office(viewer, at=now(), **form.cleaned_data)
        return redirect("advice:office", made.pk)
    return form_page(request, form, heading=_("新设承办部门"), verb=_("设立"), back=reverse("advice:offices"))


@require_http_methods(["GET", "POST"])
def office(request: HttpRequest, pk: int) -> HttpResponse:
    """Who answers for it; POST names one more."""
    viewer = signed_in(request)
    found = rows.get_office(viewer, pk, to="manage")
    form = OfficerForm(request.POST or None)
    if form.is_valid():
        services.name_officer(viewer, office_id=pk, person_id=form.cleaned_data["person"], at=now())
        return redirect("advice:office", pk)
    people = found.officers.select_related("person").order_by("person__name")
    context = {"office": found, "officers": people, "form": form}
    return shown(request, "office", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Its name, its days, whether it takes advice."""
    viewer = signed_in(request)
    office = rows.get_office(viewer, pk, to="manage")
    form = ChangeForm(request.POST or None, initial={name: getattr(office, name) for name in FIELDS})
    if form.is_valid():
        services.change_office(viewer, office_id=pk, at=now(), **form.cleaned_data)
        return redirect("advice:office", pk)
    back = reverse("advice:office", args=[pk])
    return form_page(request, form, heading=_("更改承办部门"), verb=_("保存"), back=back)


@require_POST
def release(request: HttpRequest, pk: int, officer_id: int) -> HttpResponse:
    """Somebody no longer answers for it."""
    services.release_officer(signed_in(request), office_id=pk, officer_id=officer_id, at=now())
    return redirect("advice:office", pk)
