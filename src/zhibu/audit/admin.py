"""The audit log, for the audit administrator."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import action_label, subject_label
from zhibu.audit.models import AuditRow
from zhibu.audit.queries import READER, rows
from zhibu.kernel.office import ScopedAdmin, filter_in_words
from zhibu.kernel.viewer import Viewer, shown_name


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
    list_display = ("at", "who", "act", "thing", "reason")
    list_filter = (("action", filter_in_words(action_label)),)
    search_fields = ("actor", "subject", "reason")

    def scope(self, viewer: Viewer) -> QuerySet[AuditRow]:
        """The whole log."""
        return rows(viewer)

    @admin.display(description=_("操作人"), ordering="actor")
    def who(self, row: AuditRow) -> str:
        """A person's name, or the part of the system that acted."""
        return shown_name(row.actor)

    @admin.display(description=_("动作"), ordering="action")
    def act(self, row: AuditRow) -> str:
        """The action in words."""
        return action_label(row.action)

    @admin.display(description=_("对象"), ordering="subject")
    def thing(self, row: AuditRow) -> str:
        """What it was done to, in words."""
        return subject_label(row.subject)
