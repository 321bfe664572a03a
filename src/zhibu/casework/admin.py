"""Cases and what was given, for record keepers; answers stay sealed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.casework.enums import DUTIES
from zhibu.casework.models import Case, Outlay
from zhibu.casework.queries.cases import handled_cases
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer

HANDLERS = tuple(sorted({role for roles in DUTIES.values() for role in roles}))


@admin.register(Case)
class CaseAdmin(ScopedAdmin):
    """Cases whose desk is the viewer's or lies below."""

    title = _("办件")
    labels = {
        "number": _("编号"), "title": _("事项"), "state": _("状态"), "applicant": _("申请人"), "about": _("为谁申请"),
        "about_name": _("为谁申请（所写）"),
        "entered_by": _("代办人"), "entered_by_name": _("代办人姓名"), "organisation": _("组织"), "version": _("版本"),
        "window": _("办理期"), "batch": _("报送名单"), "step": _("第几步"), "duty": _("由谁办"), "desk": _("在哪里办"),
        "holder": _("接办人"), "holder_name": _("接办人姓名"), "taken_at": _("接办时间"), "due_on": _("时限"),
        "days_left": _("暂停时剩余工作日"), "risen": _("上升次数"), "begun_at": _("开始填写"),
        "submitted_at": _("提交时间"), "closed_at": _("结束时间"), "closed_by": _("办结人"),
        "expires_on": _("有效期到"), "rating": _("评价"), "rating_words": _("评价的话"),
    }  # fmt: skip
    exclude = ("key", "desk_key")
    readers = HANDLERS
    ordering = ("-pk",)
    list_display = ("number", "title", "state", "applicant", "organisation", "holder_name", "due_on", "rating")
    list_select_related = ("applicant", "organisation")
    list_filter = ("state", "duty")
    search_fields = ("title", "applicant__name")

    def scope(self, viewer: Viewer) -> QuerySet[Case]:
        """As on the pages."""
        return handled_cases(viewer).defer("sealed_answers")


@admin.register(Outlay)
class OutlayAdmin(ScopedAdmin):
    """Every row that was given in those cases, reversals too."""

    title = _("慰问款物")
    labels = {
        "case": _("办件"), "kind": _("种类"), "amount_fen": _("金额（分）"), "what": _("物品或用途"),
        "given_to": _("交给谁"), "given_on": _("日期"), "receipt_file_id": _("收据文件"), "reverses": _("冲正哪一笔"),
        "reason": _("原因"), "noted_by": _("登记人"), "noted_by_name": _("登记人姓名"), "noted_at": _("登记时间"),
    }  # fmt: skip
    exclude = ("key",)
    readers = HANDLERS
    ordering = ("-pk",)
    list_display = ("case", "kind", "amount_fen", "what", "given_to", "given_on", "noted_by_name")
    list_select_related = ("case",)
    list_filter = ("kind",)

    def scope(self, viewer: Viewer) -> QuerySet[Outlay]:
        """Of the cases that the viewer may see."""
        return Outlay.objects.filter(case__in=handled_cases(viewer).order_by().values("pk"))
