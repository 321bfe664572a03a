"""Schemes, settlements, declared items and decisions about who is measured how, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.points.models import Absence, Declaration, Exclusion, Scheme, Settlement
from zhibu.points.queries.declaring import declarations
from zhibu.points.queries.schemes import MANAGERS, schemes
from zhibu.points.queries.settlements import settlements

KEEPERS = tuple(map(str, MANAGERS))


@admin.register(Scheme)
class SchemeAdmin(ScopedAdmin):
    """Schemes and their versions."""

    title = _("积分办法")
    labels = {
        "organisation": _("组织"), "year": _("年度"), "version": _("版本"), "title": _("名称"), "state": _("状态"),
        "cap_morality": _("德：加分上限"), "cap_ability": _("能：加分上限"), "cap_diligence": _("勤：加分上限"),
        "cap_performance": _("绩：加分上限"), "cap_honesty": _("廉：加分上限"), "carry_over": _("上年结转（%）"),
        "resolution": _("决议"), "top_list_reason": _("按分数排列的理由"), "top_list_scope": _("排列的范围"),
        "top_list_until": _("排列到"), "based_on": _("由哪一版改来"), "created_by": _("建立人"),
        "created_at": _("建立时间"), "activated_at": _("启用时间"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-year", "-version", "pk")
    list_display = ("title", "organisation", "year", "version", "state", "resolution", "activated_at")
    list_select_related = ("organisation",)
    list_filter = ("state", "year")
    search_fields = ("title",)

    def scope(self, viewer: Viewer) -> QuerySet[Scheme]:
        """Those that he manages."""
        return schemes(viewer, to="manage")


@admin.register(Settlement)
class SettlementAdmin(ScopedAdmin):
    """Quarters that were settled; figures of people are not listed here."""

    title = _("积分结算")
    labels = {
        "scheme": _("积分办法"), "quarter": _("季度"), "state": _("状态"), "facts_until": _("事实截至"),
        "settled_by": _("结算人"), "settled_at": _("结算时间"), "published_at": _("公示时间"),
        "notice_ends_on": _("公示到"), "closed_at": _("办结时间"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-settled_at", "pk")
    list_display = ("scheme", "quarter", "state", "settled_by", "settled_at", "published_at", "notice_ends_on")
    list_select_related = ("scheme",)
    list_filter = ("state", "quarter")

    def scope(self, viewer: Viewer) -> QuerySet[Settlement]:
        """Those that he manages."""
        return settlements(viewer, to="manage")


@admin.register(Declaration)
class DeclarationAdmin(ScopedAdmin):
    """Items that were declared. What the discipline side decides is not among them."""

    title = _("积分申报")
    labels = {
        "key": _("编号"), "index": _("指标"), "person": _("姓名"), "branch": _("党支部"), "happened_on": _("发生日期"),
        "text": _("做了什么"), "url": _("证明材料网址"), "file": _("附件"), "declared_by": _("申报人"),
        "declared_by_name": _("申报人"), "declared_at": _("申报时间"), "state": _("状态"), "decided_by": _("审核人"),
        "decided_at": _("审核时间"), "reason": _("理由"), "entry_id": _("台账编号"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-declared_at", "pk")
    list_display = ("person", "index", "branch", "happened_on", "state", "declared_at", "decided_by", "decided_at")
    list_select_related = ("person", "index", "branch")
    list_filter = ("state",)
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[Declaration]:
        """As on the pages."""
        return declarations(viewer)


@admin.register(Absence)
class AbsenceAdmin(ScopedAdmin):
    """Quarters in which somebody was away by right."""

    title = _("因故缺勤")
    labels = {
        "person": _("姓名"), "year": _("年度"), "quarter": _("季度"), "ground": _("原因"), "decision": _("依据"),
        "recorded_by": _("登记人"), "recorded_at": _("登记时间"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-year", "-quarter", "pk")
    list_display = ("person", "year", "quarter", "ground", "decision", "recorded_by", "recorded_at")
    list_select_related = ("person",)
    list_filter = ("year", "quarter", "ground")
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[Absence]:
        """Of people whose record he keeps."""
        return Absence.objects.filter(person__in=people(viewer, to="manage").values("pk"))


@admin.register(Exclusion)
class ExclusionAdmin(ScopedAdmin):
    """Who is left out of a scheme."""

    title = _("不列入积分")
    labels = {
        "scheme": _("积分办法"), "person": _("姓名"), "ground": _("原因"), "decision": _("依据"),
        "recorded_by": _("登记人"), "recorded_at": _("登记时间"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-recorded_at", "pk")
    list_display = ("person", "scheme", "ground", "decision", "recorded_by", "recorded_at")
    list_select_related = ("person", "scheme")
    list_filter = ("ground",)
    search_fields = ("person__name",)

    def scope(self, viewer: Viewer) -> QuerySet[Exclusion]:
        """Of people whose record he keeps."""
        return Exclusion.objects.filter(person__in=people(viewer, to="manage").values("pk"))
