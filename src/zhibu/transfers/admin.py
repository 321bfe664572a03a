"""Transfers, letters and the rules of the kinds, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.transfers.models import KindRule, Letter, Transfer
from zhibu.transfers.queries.letters import letters
from zhibu.transfers.queries.parties import OFFICERS, transfers

KEEPERS = tuple(str(role) for role in OFFICERS)


@admin.register(Transfer)
class TransferAdmin(ScopedAdmin):
    """Every transfer in one's charge, as on the pages."""

    title = _("组织关系转接")
    labels = {
        "kind": _("方式"), "route": _("路径"), "ground": _("转接原因"), "person": _("人员"), "name": _("姓名"),
        "from_branch": _("转出支部"), "to_branch": _("接收支部"), "from_committee": _("转出方党委"),
        "to_committee": _("接收方党委"), "from_unit": _("从"), "to_unit": _("到"), "addressee": _("介绍信抬头"),
        "member_contact": _("本人联系电话"), "note": _("补充说明"), "paid_through": _("党费已交到"),
        "state": _("进度"), "since": _("从何时起"), "waits_for": _("等谁办理"), "due_on": _("期限"),
        "valid_until": _("有效期到"), "letter_number": _("介绍信编号"), "letter_issued_on": _("开具日期"),
        "received_on": _("接收日期"), "held_for": _("挂起原因"), "held_since": _("挂起时间"),
        "rejected_for": _("退回原因"), "reason_words": _("说明"), "receipt_file": _("回执"),
        "started_at": _("申请时间"), "started_by": _("申请人"), "closed_at": _("办结时间"),
    }  # fmt: skip
    readers = KEEPERS
    exclude = ("key",)
    list_display = ("name", "kind", "from_unit", "to_unit", "state", "waits_for", "due_on", "started_at")
    list_filter = ("kind", "state", "waits_for")
    search_fields = ("name", "letter_number", "to_unit", "from_unit")
    ordering = ("-pk",)

    def scope(self, viewer: Viewer) -> QuerySet[Transfer]:
        """As on the pages."""
        return transfers(viewer)


@admin.register(Letter)
class LetterAdmin(ScopedAdmin):
    """The register of letters; what is printed stays sealed."""

    title = _("介绍信登记簿")
    labels = {
        "transfer": _("组织关系转接"), "committee": _("开具单位"), "year": _("年度"), "serial": _("序号"),
        "number": _("编号"), "code": _("核验码"), "issued_on": _("开具日期"), "valid_days": _("有效期（天）"),
        "valid_until": _("有效期到"), "state": _("进度"), "void_reason": _("作废原因"), "issued_by": _("开具人"),
        "ended_at": _("使用或作废时间"),
    }  # fmt: skip
    readers = KEEPERS
    list_display = ("number", "transfer", "committee", "issued_on", "valid_until", "state", "void_reason")
    list_filter = ("state", "year")
    search_fields = ("number",)
    ordering = ("-year", "-serial")

    def scope(self, viewer: Viewer) -> QuerySet[Letter]:
        """As on the pages."""
        return letters(viewer)


@admin.register(KindRule)
class KindRuleAdmin(ScopedAdmin):
    """What each kind asks for, by date, with its source."""

    title = _("转接方式与期限")
    labels = {
        "kind": _("方式"), "in_force_from": _("起用日期"), "carrier": _("凭据"), "moves": _("是否转出"),
        "valid_days": _("有效期（天）"), "valid_days_most": _("最长有效期（天）"), "receipt_days": _("回执期限（天）"),
        "step_days": _("每步期限（天）"), "source": _("依据"),
    }  # fmt: skip
    readers = ("party_affairs",)
    list_display = ("kind", "in_force_from", "carrier", "moves", "valid_days", "valid_days_most", "receipt_days",
                    "step_days", "source")  # fmt: skip

    def scope(self, viewer: Viewer) -> QuerySet[KindRule]:
        """All of them."""
        return KindRule.objects.all()
