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

    title = _("组织名录")
    labels = {
        "name": _("全称"), "short_name": _("简称"), "kind": _("类别"), "state": _("状态"),
        "unit_relation": _("所在单位情况"), "contact_name": _("联系人"), "contact_phone": _("联系电话"),
        "founded_on": _("设立日期"), "elected_on": _("当选日期"), "term_years": _("任期（年）"),
        "term_extended_to": _("延期至"), "province": _("省份"),
        "merged_into": _("并入"),
    }  # fmt: skip
    exclude = ("path", "depth", "numchild")
    readers = (*MANAGERS, "superior")
    ordering = ("path",)
    list_display = ("short_name", "name", "kind", "state", "elected_on", "term_years", "founded_on")
    list_filter = ("kind", "state")
    search_fields = ("name", "short_name")

    def scope(self, viewer: Viewer) -> QuerySet[Organisation]:
        """As on the pages."""
        return organisations(viewer)
