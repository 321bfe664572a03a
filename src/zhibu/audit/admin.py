"""The audit log, for the audit administrator."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.audit.models import AuditRow
from zhibu.audit.queries import READER, rows
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer


@admin.register(AuditRow)
class AuditRowAdmin(ScopedAdmin):
    """Rows, newest first."""

    title = _("审计日志")
    labels = {
        "at": _("时间"), "actor": _("操作人"), "actor_id": _("账号编号"), "action": _("动作"), "subject": _("对象"),
        "reason": _("原因"), "detail": _("详情"),
    }  # fmt: skip
    readers = (READER,)
    ordering = ("-pk",)
    list_display = ("at", "actor", "action", "subject", "reason")
    list_filter = ("action",)
    search_fields = ("actor", "subject", "reason")

    def scope(self, viewer: Viewer) -> QuerySet[AuditRow]:
        """The whole log."""
        return rows(viewer)
