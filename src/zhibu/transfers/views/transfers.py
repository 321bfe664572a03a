"""The list, asking, the page of one transfer and its acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.transfers import services
from zhibu.transfers.enums import Kind
from zhibu.transfers.forms import acting
from zhibu.transfers.forms.starting import StartForm
from zhibu.transfers.queries import pages
from zhibu.transfers.queries.rules import rules_in_force
from zhibu.transfers.rules.samples import GUIDES


@dataclass(frozen=True, slots=True)
class Act:
    """An act: what it asks for, the service, its heading and its verb."""

    form: type[acting.ActForm]
    service: Callable[..., Any]
    heading: Promise
    verb: Promise
    lead: str | Promise = ""


ACTS = {
    "confirm": Act(acting.ConfirmForm, services.confirm, _("核对并确认"), _("确认无误"),
                   _("请核对身份信息和党费，确认后送党委审批。")),
    "approve": Act(acting.NoteForm, services.approve, _("党委审批"), _("同意转接")),
    "receive": Act(acting.ReceiveForm, services.receive, _("接收"), _("接收"),
                   _("接收之日起，由接收方负责这位同志的教育管理。")),
    "assign": Act(acting.GroupForm, services.assign, _("编入支部"), _("编入")),
    "issue": Act(acting.SendForm, services.issue, _("开介绍信"), _("开出"),
                 _("编号由系统连续编排，开出后不能改。落款日期就是今天。")),
    "depart": Act(acting.PlainForm, services.depart, _("领取介绍信，启程"), _("已领取"),
                  _("请在有效期内到接收方报到。")),
    "receipt": Act(acting.ReceiptForm, services.register_receipt, _("登记回执"), _("登记回执"),
                   _("回执由接收方党委在一个月内返回，拍照或扫描后粘贴在这里。")),
    "return_receipt": Act(acting.NoteForm, services.return_receipt, _("返回回执"), _("已返回"),
                          _("请把盖章的回执联寄给或传给原党委。")),
    "lose": Act(acting.LoseForm, services.lose, _("报告遗失"), _("报告遗失"),
                _("原号当即作废，核实后由原党委重新开具，并告知接收方。")),
    "reissue": Act(acting.ReissueForm, services.reissue, _("重新开具"), _("重新开具")),
    "reject": Act(acting.RejectForm, services.reject, _("退回"), _("退回"), _("没有正当理由不能退回。")),
    "hold": Act(acting.HoldForm, services.hold, _("挂起"), _("挂起"), _("挂起期间期限不走，本人和对方都能看到原因。")),
    "resume": Act(acting.PlainForm, services.resume, _("恢复办理"), _("恢复办理")),
    "withdraw": Act(acting.WithdrawForm, services.withdraw, _("撤回"), _("撤回"),
                    _("撤回后组织关系不变，可以重新申请。")),
}  # fmt: skip


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """One's own transfers and what waits for the viewer."""
    viewer, at = signed_in(request), now()
    return render(request, "transfers/index.html", pages.index_of(viewer, at=at) | {"at": at})


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """Which way fits."""
    signed_in(request)
    rules = rules_in_force(local_date(now()))
    kinds = [(kind, kind.label, GUIDES[kind], rules[kind]) for kind in Kind if kind in rules]
    return render(request, "transfers/choose.html", {"kinds": kinds})


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask, with the sample beside each field."""
    viewer = signed_in(request)
    if kind not in Kind.values or kind in (Kind.ABROAD, Kind.WHOLE_UNIT):
        raise Http404
    form = StartForm(request.POST or None, viewer=viewer, kind=kind)
    if form.is_valid():
        made = services.start(viewer, at=now(), **form.asked())
        messages.success(request, _t("已提交，进度在这一页看。"))
        return redirect("transfers:transfer", made.pk)
    context = {"form": form, "kind": Kind(kind), "guide": GUIDES[Kind(kind)]}
    return render(request, "transfers/start.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """The same steps and the same clock for everybody concerned."""
    at = now()
    return render(request, "transfers/transfer.html", _page(request, pk, at) | {"at": at})


@require_safe
@never_cache
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What of the page changes when somebody takes a step."""
    at = now()
    return render(request, "transfers/_state.html", _page(request, pk, at) | {"at": at})


def _page(request: HttpRequest, pk: int, at: Any) -> dict[str, Any]:
    page = pages.page_of(signed_in(request), pk, at=at)
    return page | {"buttons": [(act, ACTS[act].heading) for act in page["acts"] if act in ACTS]}


def _sent(request: HttpRequest) -> tuple[Any, Any]:
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


@require_http_methods(["GET", "POST"])
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """One act: what it asks for, then done."""
    viewer, known = signed_in(request), ACTS.get(act)
    if known is None:
        raise Http404
    found = pages.to_act(viewer, pk, act)
    form = known.form(*_sent(request), transfer=found)
    if form.is_valid():
        known.service(viewer, transfer_id=pk, at=now(), **form.cleaned_data)
        messages.success(request, _t("已办理。"))
        return redirect("transfers:transfer", pk)
    context = {"form": form, "transfer": found, "act": known, "name": act, "way": pages.way_of(found)}
    return render(request, "transfers/act.html", context, status=422 if form.is_bound else 200)
