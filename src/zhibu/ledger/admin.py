"""The ledger, to read."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry
from zhibu.ledger.queries.entries import READERS, entries


@admin.register(Entry)
class EntryAdmin(ScopedAdmin):
    """Entries of the organisations that the viewer's posts cover."""

    title = _("台账记录")
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
    list_filter = ("mode", "evidence", "kind")
    search_fields = ("title", "member__name")
    date_hierarchy = "occurred_at"

    def scope(self, viewer: Viewer) -> QuerySet[Entry]:
        """As on the pages."""
        return entries(viewer)
