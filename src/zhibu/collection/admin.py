"""Requests and sheets, for record keepers; answers are not listed."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import ASKERS
from zhibu.collection.models import Request, Sheet
from zhibu.collection.queries.reach import kept_by, requests
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer

KEEPERS = tuple(map(str, ASKERS))


@admin.register(Request)
class RequestAdmin(ScopedAdmin):
    """What was asked of whom."""

    title = _("信息采集")
    labels = {
        "key": _("编号"), "organisation": _("组织"), "asker": _("发起人"), "asker_name": _("发起人"),
        "title": _("采集什么"), "purpose": _("做什么用"), "audience": _("问谁"), "due_at": _("截止时间"),
        "state": _("状态"), "over_reason": _("超过上限的理由"), "version": _("修改次数"), "reminded": _("提醒次数"),
        "repeats": _("照哪一份"), "created_at": _("建立时间"), "sent_at": _("发出时间"), "closed_at": _("结束时间"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-created_at", "pk")
    list_display = ("title", "organisation", "audience", "asker_name", "state", "due_at", "sent_at", "over_reason")
    list_select_related = ("organisation",)
    list_filter = ("audience", "state")
    search_fields = ("title",)

    def scope(self, viewer: Viewer) -> QuerySet[Request]:
        """As on the pages."""
        return requests(viewer)


@admin.register(Sheet)
class SheetAdmin(ScopedAdmin):
    """How far each sheet is, and what it asked of its branch."""

    title = _("填报表")
    labels = {
        "request": _("采集"), "branch": _("党支部"), "person": _("姓名"), "state": _("状态"), "asked": _("新填栏数"),
        "confirmed": _("确认栏数"), "seconds": _("预计秒数"), "opened_at": _("发出时间"), "mode": _("方式"),
        "note": _("依据"), "submitted_by": _("填报人"), "submitted_at": _("填报时间"), "checked_by": _("核对人"),
        "checked_at": _("核对时间"), "done_by": _("复核人"), "done_at": _("完成时间"), "returned_reason": _("退回原因"),
        "returned_by": _("退回人"), "version": _("修改次数"),
    }  # fmt: skip
    readers = KEEPERS
    ordering = ("-opened_at", "pk")
    list_display = (
        "request",
        "branch",
        "person",
        "state",
        "asked",
        "confirmed",
        "submitted_at",
        "checked_at",
        "done_at",
    )
    list_select_related = ("request", "branch", "person")
    list_filter = ("state", "mode")
    search_fields = ("person__name", "request__title")
    exclude = ("last_key", "submitted_by_id", "checked_by_id", "done_by_id")

    def scope(self, viewer: Viewer) -> QuerySet[Sheet]:
        """Of the branches whose record the viewer keeps; names of who has not answered stay in the branch."""
        return Sheet.objects.filter(kept_by(viewer)).exclude(state__in=("open", "returned", "ended"))
