"""The board, writing, one's own advice, and the way back by receipt."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.advice import services
from zhibu.advice.enums import State
from zhibu.advice.forms import ReceiptForm, WriteForm
from zhibu.advice.queries import advice as rows
from zhibu.advice.queries.briefs import briefs
from zhibu.advice.queries.offices import offices
from zhibu.advice.rules.steps import PUBLIC
from zhibu.advice.views.page import form_page, shown
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.members.api import address_of


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The board."""
    viewer, state, wanted = signed_in(request), request.GET.get("state", ""), request.GET.get("office", "")
    office = int(wanted) if wanted.isdecimal() and len(wanted) < 12 else None
    context = {
        "page": Paginator(rows.board(viewer, state=state, office=office), 20).get_page(request.GET.get("page")),
        "states": [State(one) for one in PUBLIC], "state": state, "office": office, "offices": offices(viewer),
        "briefs": briefs(viewer).filter(state="published")[:1], "today": local_date(now()),
        "answers": offices(viewer, to="answer").exists(), "manages": offices(viewer, to="manage").exists(),
    }  # fmt: skip
    return shown(request, "index", context)


@require_http_methods(["GET", "POST"])
@never_cache
def write(request: HttpRequest) -> HttpResponse:
    """Write; look-alikes are shown first, with everything that was typed."""
    viewer, form = request.viewer, WriteForm(request.POST or None, viewer=request.viewer)  # type: ignore[attr-defined]
    if not form.is_valid():
        return shown(request, "write", {"form": form}, status=422 if form.is_bound else 200)
    said = form.cleaned_data
    looked = said.pop("looked") or viewer.is_anonymous
    if not looked and (alike := rows.similar(f"{said['title']} {said['text']}")):
        return shown(request, "write", {"form": form, "alike": alike})
    made = services.write(viewer, at=now(), address=address_of(request), **said)
    messages.success(request, _("收到了。承办部门审看后公开，并在期限内答复。"))
    return redirect("advice:receipt", made.receipt)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """What one wrote under one's name."""
    return shown(request, "mine", {"advice": rows.own_advice(signed_in(request))[:100]})


@require_http_methods(["GET", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Type a receipt."""
    form = ReceiptForm(request.POST or None)
    if form.is_valid():
        return redirect("advice:receipt", form.cleaned_data["receipt"])
    return form_page(
        request, form, heading=_("用回执查看"), verb=_("查看"), back=reverse("advice:write"),
        lead=_("提交意见后页面上显示的 12 位码。匿名的意见只能这样找回。"),
    )  # fmt: skip


@require_safe
@never_cache
def receipt(request: HttpRequest, receipt: str) -> HttpResponse:
    """The advice of a receipt: where it stands and what was said."""
    found = services.find_by_receipt(receipt, address=address_of(request))
    return shown(request, "receipt", {"advice": found, "steps": found.steps.all(), "receipt": receipt.upper()})


@require_safe
@never_cache
def advice(request: HttpRequest, pk: int) -> HttpResponse:
    """One piece, its steps, and for its office what can be done."""
    viewer = signed_in(request)
    return shown(request, "advice", rows.page_of(viewer, rows.get_advice(viewer, pk), at=now()))


@require_POST
def support(request: HttpRequest, pk: int) -> HttpResponse:
    """I find it right."""
    return redirect("advice:advice", services.support(signed_in(request), advice_id=pk, at=now()).pk)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Not any more."""
    return redirect("advice:advice", services.leave(signed_in(request), advice_id=pk, at=now()).pk)
