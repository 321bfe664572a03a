"""Activities, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.activities.models import Activity
from zhibu.activities.queries.activity import MANAGERS, activities
from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer


@admin.register(Activity)
class ActivityAdmin(ScopedAdmin):
    """Activities that the viewer manages."""

    title = _("活动")
    readers = tuple(map(str, MANAGERS))
    ordering = ("-starts_at", "pk")
    list_display = ("title", "kind", "state", "organisation", "starts_at", "ends_at")
    list_select_related = ("organisation",)
    list_filter = ("kind", "state")
    search_fields = ("title",)

    def scope(self, viewer: Viewer) -> QuerySet[Activity]:
        """As on the pages."""
        return activities(viewer, to="manage")
