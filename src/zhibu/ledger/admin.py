"""The ledger, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin, filter_in_words
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import kind_label
from zhibu.ledger.models import Entry
from zhibu.ledger.queries.entries import READERS, entries


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """Entries of the organisations that the viewer's posts cover."""

    title = _("台账记录")
    labels = {
        "kind": _("种类代码"), "label": _("事项"), "title": _("内容"), "member": _("党员"), "organisation": _("组织"),
        "occurred_at": _("发生时间"), "recorded_at": _("登记时间"), "recorded_by": _("登记人"), "amount": _("数量"),
        "quantity": _("数量（十分之一）"), "mode": _("方式"), "evidence": _("依据"), "delay_days": _("补录天数"),
        "source_app": _("来源应用"), "source_key": _("来源编号"), "url": _("来源页面"), "reverses": _("冲销的记录"),
        "reason": _("原因"),
    }  # fmt: skip
    readers = READERS
    ordering = ("-occurred_at", "-pk")
    list_display = (
        "occurred_at",
        "label",
        "title",
        "member",
        "organisation",
        "amount",
        "mode",
        "evidence",
        "delay_days",
    )
    list_select_related = ("member", "organisation")
    list_filter = ("mode", "evidence", ("kind", filter_in_words(kind_label)))
    search_fields = ("title", "member__name")
    date_hierarchy = "occurred_at"

    def scope(self, viewer: Viewer) -> QuerySet[Entry]:
        """As on the pages."""
        return entries(viewer)
