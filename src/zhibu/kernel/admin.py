"""What the machine has to do, for the system administrator."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.models import Delivery, DueTask
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer


@admin.register(DueTask)
class DueTaskAdmin(ScopedAdmin):
    """Things due at a time."""

    title = _("到期任务")
    labels = {
        "job": _("任务"), "key": _("编号"), "arguments": _("参数"), "due_at": _("到期时间"), "done_at": _("完成时间"),
        "attempts": _("尝试次数"),
    }  # fmt: skip
    readers = ("system_admin",)
    ordering = ("-due_at", "pk")
    list_display = ("job", "key", "due_at", "done_at", "attempts")
    list_filter = ("job",)

    def scope(self, viewer: Viewer) -> QuerySet[DueTask]:
        """All."""
        return DueTask.objects.all()


@admin.register(Delivery)
class DeliveryAdmin(ScopedAdmin):
    """Announcements on their way; their contents are not shown."""

    title = _("通知投递")
    labels = {
        "handler": _("处理者"), "due_at": _("到期时间"), "done_at": _("完成时间"), "attempts": _("尝试次数"),
    }  # fmt: skip
    readers = ("system_admin",)
    ordering = ("-due_at", "pk")
    list_display = ("handler", "due_at", "done_at", "attempts")
    fields = ("handler", "due_at", "done_at", "attempts")

    def scope(self, viewer: Viewer) -> QuerySet[Delivery]:
        """All."""
        return Delivery.objects.all()
