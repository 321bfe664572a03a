"""For the treasurer: the daily comparison, rules, and the unit's sealed figures."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.forms import BasesForm, CompareForm, PolicyForm, RuleForm
from zhibu.dues.queries import checking, policy, remitting, treasury
from zhibu.dues.rules.envelope import public_key
from zhibu.dues.services import comparing
from zhibu.dues.views.page import form_page
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The days compared."""
    viewer = treasury.treasurer(signed_in(request))
    return render(request, "dues/checking.html", {"days": checking.reconciliations(viewer)[:60]})


@require_http_methods(["GET", "POST"])
def compare(request: HttpRequest) -> HttpResponse:
    """Compare a day, with the bank's file if it is there."""
    viewer, at = treasury.treasurer(signed_in(request)), now()
    form = CompareForm(request.POST or None, request.FILES or None, gateways=comparing.channels(),
                       initial={"day": treasury.yesterday(at)})  # fmt: skip
    if not form.is_valid():
        back, lead = reverse("dues:checking"), _("本系统、支付平台、银行三方逐笔核对，一分钱也不差。")
        return form_page(request, form, heading=_("对一天的账"), verb=_("开始核对"), back=back, lead=lead, upload=True)
    made = comparing.compare_day(viewer, at=at, **form.cleaned_data)
    return redirect("dues:day", made.pk)


@require_safe
def day(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found."""
    found = checking.get_reconciliation(signed_in(request), pk)
    context = {"one": found, "findings": found.findings.order_by("settled_at", "number")[:500],
               "has_bank": checking.has_bank_file(found.day, found.gateway)}  # fmt: skip
    return render(request, "dues/day.html", context)


@require_POST
def settle(request: HttpRequest, pk: int) -> HttpResponse:
    """How a difference was settled."""
    done = services.settle_finding(signed_in(request), finding_id=pk, note=request.POST.get("note", "")[:200], at=now())
    return redirect("dues:day", done.reconciliation_id)


@require_http_methods(["GET", "POST"])
def rules(request: HttpRequest) -> HttpResponse:
    """How much goes up, and what was chosen where the rules leave it open."""
    viewer, at = treasury.treasurer(signed_in(request)), now()
    form = RuleForm(request.POST or None, initial={"in_force_from": local_date(at)})
    if form.is_valid():
        services.set_remittance_rule(viewer, at=at, **form.rule())
        return redirect("dues:rules")
    context = {"form": form, "rules": remitting.rules(), "policies": policy.policies(today=local_date(at))}
    return render(request, "dues/rules.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Choose where the rules leave it open."""
    viewer, at = treasury.treasurer(signed_in(request)), now()
    form = PolicyForm(request.POST or None, today=local_date(at))
    if not form.is_valid():
        lead = _("规定留给本单位选的，集体研究后在这里登记。以前的口径留着，从新的一天起换。")
        return form_page(request, form, heading=_("登记口径"), verb=_("登记"), back=reverse("dues:rules"), lead=lead)
    made = services.set_policy(viewer, at=at, **form.policy())
    messages.success(request, _("已登记：%(words)s") % {"words": made.words})
    return redirect("dues:rules")


@require_http_methods(["GET", "POST"])
def bases(request: HttpRequest) -> HttpResponse:
    """Upload the unit's sealed file."""
    viewer, at = treasury.treasurer(signed_in(request)), now()
    form = BasesForm(request.POST or None, request.FILES or None, today=local_date(at))
    if form.is_valid():
        sealed, year = form.cleaned_data["file"].read(), form.cleaned_data["year"]
        taken, kept = services.import_bases(viewer, sealed=sealed, year=year, at=at)
        messages.success(request, _("已核定 %(n)d 人；%(k)d 人已由本人填写，保持不变。") % {"n": taken, "k": kept})
        return redirect("dues:bases")
    return render(request, "dues/bases.html", {"form": form}, status=422 if form.is_bound else 200)


@require_safe
def seal(request: HttpRequest) -> HttpResponse:
    """Where the pay office seals its file in its own browser, before it leaves the house. No account is needed."""
    return render(request, "dues/seal.html", {"key": public_key().hex()})
