"""Advice, for record keepers. Who wrote stands on the page of one, for its office; not in lists."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.advice.models import Advice, Office
from zhibu.advice.queries.offices import MANAGERS, offices
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer

READERS = tuple(map(str, MANAGERS))


@admin.register(Advice)
class AdviceAdmin(ScopedAdmin):
    """Advice by state and day."""

    title = _("意见")
    labels = {
        "office": _("承办部门"), "title": _("题目"), "text": _("内容"), "signing": _("署名"),
        "may_quote": _("可以引用"), "state": _("状态"), "reason": _("原因"), "joined_to": _("并入"),
        "written_on": _("提交日期"), "received_on": _("收到日期"), "answer_by": _("答复期限"),
        "answered_on": _("答复日期"),
    }  # fmt: skip
    exclude = ("key", "author", "receipt_index")
    readers = READERS
    ordering = ("-written_on", "-pk")
    list_display = ("title", "office", "state", "written_on", "answer_by", "answered_on")
    list_select_related = ("office",)
    list_filter = ("state",)
    search_fields = ("title",)

    def scope(self, viewer: Viewer) -> QuerySet[Advice]:
        """Of the offices that the viewer manages."""
        return Advice.objects.filter(office__in=offices(viewer, to="manage").values("pk"))


@admin.register(Office)
class OfficeAdmin(ScopedAdmin):
    """Who answers, within how many days."""

    title = _("意见承办部门")
    labels = {
        "organisation": _("组织"), "name": _("名称"), "about": _("管哪些事"), "answer_days": _("几个工作日内答复"),
        "is_open": _("接收意见"), "created_by_name": _("登记人"), "created_at": _("登记时间"),
    }  # fmt: skip
    exclude = ("key",)
    readers = READERS
    ordering = ("name",)
    list_display = ("name", "organisation", "answer_days", "is_open")
    list_select_related = ("organisation",)

    def scope(self, viewer: Viewer) -> QuerySet[Office]:
        """As on the pages."""
        return offices(viewer, to="manage")
