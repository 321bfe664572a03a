"""Away for a time: the list, asking, one stay with its notes, its paper."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in
from zhibu.transfers import services
from zhibu.transfers.enums import TemporaryKind
from zhibu.transfers.errors import NotThisStep
from zhibu.transfers.forms import staying
from zhibu.transfers.queries import papers
from zhibu.transfers.queries import stays as reading
from zhibu.transfers.rules.samples import STAYS


@dataclass(frozen=True, slots=True)
class Act:
    """An act of a stay: what it asks for, the service, its words."""

    form: type[django_forms.Form]
    service: Callable[..., Any]
    heading: Promise
    verb: Promise


ACTS = {
    "issue": Act(staying.EmptyForm, services.issue_stay, _("同意并开出"), _("同意并开出")),
    "refuse": Act(staying.WordsForm, services.refuse_stay, _("不同意"), _("不同意")),
    "note": Act(staying.StayNoteForm, services.note_stay, _("登记联系或年审"), _("登记")),
    "end": Act(staying.EndForm, services.end_stay, _("登记返回"), _("登记返回")),
}


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Who is away, and the ways of going."""
    viewer, today = signed_in(request), local_date(now())
    kinds = [(kind, kind.label, STAYS[kind]) for kind in TemporaryKind]
    return render(
        request, "transfers/stays.html", {"stays": reading.stays(viewer)[:60], "kinds": kinds, "today": today}
    )


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask, with the sample beside each field."""
    viewer = signed_in(request)
    if kind not in TemporaryKind.values:
        raise Http404
    form = staying.StayForm(request.POST or None, viewer=viewer, kind=kind)
    if form.is_valid():
        made = services.ask_stay(viewer, at=now(), **form.asked())
        messages.success(request, _t("已提交，等党委办理。"))
        return redirect("transfers:stay", made.pk)
    context = {"form": form, "kind": TemporaryKind(kind), "guide": STAYS[TemporaryKind(kind)], "away": True}
    return render(request, "transfers/start.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def stay(request: HttpRequest, pk: int) -> HttpResponse:
    """One stay away."""
    page = reading.page_of(signed_in(request), pk, at=now())
    buttons = [(name, ACTS[name].heading) for name in page["acts"]]
    return render(request, "transfers/stay.html", page | {"buttons": buttons})


@require_POST
def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate letter or the card."""
    found = reading.get_stay(signed_in(request), pk)
    if not found.number:
        raise NotThisStep
    return attachment(papers.stay_pdf(found), name=f"{found.number}.pdf", content_type="application/pdf")


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act."""
    viewer, known = signed_in(request), ACTS.get(act)
    page = reading.page_of(viewer, pk, at=now())
    if known is None or act not in page["acts"]:
        raise NotThisStep
    form = known.form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        known.service(viewer, stay_id=pk, at=now(), **form.cleaned_data)
        return redirect("transfers:stay", pk)
    context = page | {"form": form, "act": known}
    return render(request, "transfers/act_stay.html", context, status=422 if form.is_bound else 200)
