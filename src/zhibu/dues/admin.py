"""Dues, for record keepers: sums, bands and states. A base stands in no list, and its column is on no page."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.dues.models import Entry, Finding, Obligation, Order, Receipt, Remittance, Use
from zhibu.dues.queries import branch, checking, orders, remitting
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within


@admin.register(Obligation)
class ObligationAdmin(ScopedAdmin):
    """Months owed."""

    title = _("党费：各月应交")
    labels = {
        "person": _("姓名"), "organisation": _("党组织"), "month": _("月份"), "kind": _("交纳类别"),
        "band_label": _("档次"), "amount_fen": _("应交（分）"), "state": _("状态"), "due_on": _("交纳期限"),
        "paid_at": _("交纳时间"), "billed_at": _("登记时间"), "assessed_fen": _("按规定应交（分）"),
        "late_noted_at": _("逾期登记时间"),
    }  # fmt: skip
    exclude = ("band", "assessment", "hardship")
    readers = COLLECTORS
    ordering = ("-month", "pk")
    list_display = ("person", "organisation", "month", "band_label", "amount_fen", "state", "due_on")
    list_select_related = ("person", "organisation")
    list_filter = ("state", "month")
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[Obligation]:
        """Of branches that the viewer collects for."""
        return branch.obligations(viewer)


@admin.register(Order)
class OrderAdmin(ScopedAdmin):
    """Payments."""

    title = _("党费：交费记录")
    labels = {
        "number": _("单号"), "person": _("姓名"), "payer": _("付款人"), "organisation": _("党组织"),
        "purpose": _("种类"), "gateway": _("收款渠道"), "total_fen": _("金额（分）"), "state": _("状态"),
        "opened_at": _("开始时间"), "expires_at": _("有效至"), "paid_at": _("到账时间"), "paid_on": _("到账日"),
        "reference": _("流水号"), "refunded_fen": _("已退（分）"), "note": _("说明"),
    }  # fmt: skip
    exclude = ("key",)
    readers = COLLECTORS
    ordering = ("-opened_at", "pk")
    list_display = ("number", "person", "organisation", "purpose", "gateway", "total_fen", "state", "paid_on")
    list_select_related = ("person", "payer", "organisation")
    list_filter = ("state", "purpose", "gateway")
    search_fields = ("number", "person__name")

    def scope(self, viewer: Viewer) -> QuerySet[Order]:
        """To collect."""
        return orders.orders(viewer, to="collect")


@admin.register(Receipt)
class ReceiptAdmin(ScopedAdmin):
    """Receipts, without a gap."""

    title = _("党费：收据")
    labels = {
        "label": _("收据号"), "organisation": _("党组织"), "year": _("年度"), "number": _("编号"),
        "order": _("单号"), "period": _("月份"), "amount_fen": _("金额（分）"), "collector": _("经手"),
        "issued_at": _("开出时间"), "in_capitals": _("大写"),
    }  # fmt: skip
    readers = COLLECTORS
    ordering = ("-issued_at", "pk")
    list_display = ("label", "organisation", "order", "period", "amount_fen", "in_capitals", "issued_at")
    list_select_related = ("organisation", "order")
    list_filter = ("year",)

    def scope(self, viewer: Viewer) -> QuerySet[Receipt]:
        """Of orders to collect."""
        return Receipt.objects.filter(order__in=orders.orders(viewer, to="collect").order_by().values("pk"))


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """The journal."""

    title = _("党费：账目流水")
    labels = {
        "organisation": _("党组织"), "debit": _("借方"), "credit": _("贷方"), "amount_fen": _("金额（分）"),
        "occurred_on": _("日期"), "text": _("摘要"), "recorded_by": _("登记人"), "recorded_at": _("登记时间"),
        "reverses": _("冲销"),
    }  # fmt: skip
    exclude = ("source_key",)
    readers = COLLECTORS
    ordering = ("-occurred_on", "-pk")
    list_display = ("occurred_on", "organisation", "debit", "credit", "amount_fen", "text", "recorded_by")
    list_select_related = ("organisation",)
    list_filter = ("debit", "credit")

    def scope(self, viewer: Viewer) -> QuerySet[Entry]:
        """Of organisations that the viewer collects for."""
        return Entry.objects.filter(within(viewer.paths(COLLECTORS), field="organisation__path"))


@admin.register(Remittance)
class RemittanceAdmin(ScopedAdmin):
    """Sheets up the tree."""

    title = _("党费：上缴单")
    labels = {
        "organisation": _("党组织"), "receiver": _("上级"), "first_month": _("起月"), "last_month": _("止月"),
        "people_due": _("应交人数"), "people_paid": _("已交人数"), "arrears_fen": _("尚欠（分）"),
        "income_fen": _("收入（分）"), "basis_points": _("比例（万分之）"), "amount_fen": _("上缴（分）"),
        "large_fen": _("大额党费（分）"), "state": _("状态"), "drawn_by": _("制单人"), "drawn_at": _("制单时间"),
        "sent_by": _("上缴人"), "sent_at": _("上缴时间"), "received_by": _("确认人"), "received_at": _("确认时间"),
    }  # fmt: skip
    exclude = ("drawn_by_id",)
    readers = COLLECTORS
    ordering = ("-first_month", "pk")
    list_display = ("organisation", "receiver", "first_month", "last_month", "income_fen", "amount_fen", "state")
    list_select_related = ("organisation", "receiver")
    list_filter = ("state",)

    def scope(self, viewer: Viewer) -> QuerySet[Remittance]:
        """Those that go out from, or come to, the viewer's organisations."""
        return remitting.remittances(viewer)


@admin.register(Use)
class UseAdmin(ScopedAdmin):
    """Uses of dues."""

    title = _("党费：使用")
    labels = {
        "organisation": _("党组织"), "purpose": _("用途"), "amount_fen": _("金额（分）"), "text": _("做什么用"),
        "meeting": _("会议"), "decided_on": _("会议日期"), "present": _("到会人数"), "state": _("状态"),
        "written_by": _("登记人"), "written_at": _("登记时间"), "paid_by": _("支付人"), "paid_at": _("支付时间"),
    }  # fmt: skip
    exclude = ("key", "written_by_id")
    readers = COLLECTORS
    ordering = ("-decided_on", "pk")
    list_display = ("decided_on", "organisation", "purpose", "amount_fen", "text", "state")
    list_select_related = ("organisation",)
    list_filter = ("state", "purpose")

    def scope(self, viewer: Viewer) -> QuerySet[Use]:
        """Of organisations that the viewer collects for."""
        return Use.objects.filter(within(viewer.paths(COLLECTORS), field="organisation__path"))


@admin.register(Finding)
class FindingAdmin(ScopedAdmin):
    """Differences that reconciliations found."""

    title = _("党费：对账差异")
    labels = {
        "reconciliation": _("对账日"), "number": _("单号"), "difference": _("差异"), "here_fen": _("本系统（分）"),
        "gateway_fen": _("支付平台（分）"), "bank_fen": _("银行（分）"), "settled_at": _("处理时间"),
        "settled_by": _("处理人"), "note": _("怎样处理"),
    }  # fmt: skip
    readers = ("party_affairs",)
    ordering = ("-pk",)
    list_display = ("reconciliation", "number", "difference", "here_fen", "gateway_fen", "bank_fen", "settled_at")
    list_select_related = ("reconciliation",)
    list_filter = ("difference",)

    def scope(self, viewer: Viewer) -> QuerySet[Finding]:
        """For the treasurer of the whole tree."""
        return checking.findings(viewer)
