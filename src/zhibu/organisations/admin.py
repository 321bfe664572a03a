"""The tree, for record keepers."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.models import Organisation
from zhibu.organisations.queries import MANAGERS, organisations


@admin.register(Organisation)
class OrganisationAdmin(ScopedAdmin):
    """Organisations that the viewer manages."""

    title = _("组织")
    readers = (*MANAGERS, "superior")
    ordering = ("path",)
    list_display = ("short_name", "name", "kind", "state", "elected_on", "term_years", "founded_on")
    list_filter = ("kind", "state")
    search_fields = ("name", "short_name")

    def scope(self, viewer: Viewer) -> QuerySet[Organisation]:
        """As on the pages."""
        return organisations(viewer)
