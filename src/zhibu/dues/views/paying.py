"""Paying: an order, its state, the gateway's notice, the receipt; and the trial gateway's own counter."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.forms import GiveForm
from zhibu.dues.queries import orders, papers
from zhibu.dues.queries.people import own_id
from zhibu.dues.services import trial_counter
from zhibu.dues.services.gateways import gateway as gateway_of
from zhibu.dues.services.gateways import open_gateways
from zhibu.dues.views.page import form_page
from zhibu.kernel.clock import now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in

PDF = "application/pdf"


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


@require_POST
def pay(request: HttpRequest) -> HttpResponse:
    """Begin to pay the chosen months."""
    chosen = [int(pk) for pk in request.POST.getlist("month") if pk.isdecimal()]
    made = services.open_order(
        signed_in(request), key=_key(request.POST.get("key", "")), obligation_ids=chosen, at=now(),
        gateway_code=request.POST.get("gateway", ""),
    )  # fmt: skip
    return redirect("dues:order", made.number)


@require_http_methods(["GET", "POST"])
def give(request: HttpRequest) -> HttpResponse:
    """Give more of one's own accord."""
    viewer = signed_in(request)
    own_id(viewer)
    form = GiveForm(request.POST or None, gateways=[(one.code, one.label) for one in open_gateways()])
    if not form.is_valid():
        lead, back = _("自愿多交不限。多交的不抵以后的月份。"), reverse("dues:index")
        return form_page(request, form, heading=_("自愿多交党费"), verb=_("去付款"), back=back, lead=lead)
    data = form.cleaned_data
    made = services.give_voluntarily(
        viewer, key=data["key"], amount_fen=data["amount"], gateway_code=data["gateway"], note=data["note"], at=now()
    )
    return redirect("dues:order", made.number)


@require_safe
@never_cache
def order(request: HttpRequest, number: str) -> HttpResponse:
    """Where a payment stands."""
    viewer = signed_in(request)
    found = orders.get_order(viewer, number)
    is_open = found.state == "open" and found.gateway != "counter"
    address = gateway_of(found.gateway).address(number) if is_open else ""
    context = {"order": found, "address": address, "at": now(), **orders.page_of(viewer, found)}
    return render(request, "dues/order.html", context)


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask the gateway what became of it."""
    found = services.ask_gateway(signed_in(request), number=number, at=now())
    if found.state == "open":
        messages.info(request, _("支付平台还没有收到这笔钱。付过的话，过一会儿再查。"))
    return redirect("dues:order", number)


@require_POST
def cancel(request: HttpRequest, number: str) -> HttpResponse:
    """Leave it."""
    services.cancel_order(signed_in(request), number=number)
    messages.success(request, _("已取消，没有扣款。"))
    return redirect("dues:index")


@require_safe
def receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """The receipt on paper."""
    found = orders.get_receipt(signed_in(request), pk)
    return attachment(papers.receipt_pdf(found), name=f"{_('党费收据')}_{found.label}.pdf", content_type=PDF)


@csrf_exempt
@require_POST
def callback(request: HttpRequest, gateway: str) -> HttpResponse:
    """A gateway's notice: its signature is its ticket; said twice it is answered alike."""
    services.take_callback(gateway_code=gateway, headers=request.headers, body=request.body, at=now())
    return JsonResponse({"code": "SUCCESS"})


@require_http_methods(["GET", "POST"])
def trial(request: HttpRequest, number: str) -> HttpResponse:
    """The trial gateway's counter, where notices may be made to come late, twice or never."""
    viewer = signed_in(request)
    found = orders.get_order(viewer, number, to="pay")
    gateway_of("trial")
    if request.method == "POST":
        trial_counter.pay_on_trial(viewer, number=number, how=request.POST.get("how", ""), at=now())
        return redirect("dues:order", number)
    return render(request, "dues/trial.html", {"order": found})
