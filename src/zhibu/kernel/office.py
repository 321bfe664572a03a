"""The back office: record keeping by lists, filters and export, scoped by the same queries as the pages.

Nothing is changed here: changes go through services, on the pages. Class A fields are never shown.
"""

import csv
from collections.abc import Iterable
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import lookup_field
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from zhibu.kernel.crypto import SealedField
from zhibu.kernel.viewer import Viewer

FORMULA = ("=", "+", "-", "@", "\t", "\r")


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]
    """A read-only list of what the viewer may see. Subclasses say for whom (`readers`) and which rows (`scope`)."""

    title: Any = ""
    readers: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True
    list_filter_submit = True
    actions = ("export_csv",)

    def scope(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows, by a query of the app."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Never more than the scope."""
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return self.scope(viewer).order_by(*(self.ordering or ("pk",)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list under the name people use."""
        return super().changelist_view(request, {"title": self.title} | (extra_context or {}))  # type: ignore[no-any-return]

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Sealed columns stay sealed."""
        return [field.name for field in self.model._meta.local_fields if isinstance(field, SealedField)]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the list stands in the menu."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """A verified session with one of the readers' roles."""
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return viewer.verified and viewer.has_role(*self.readers)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Services add."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Services change."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted."""
        return False

    @admin.action(description=_("导出所选的行（CSV）"))
    def export_csv(self, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse:
        """The columns of the list, as filtered."""
        columns = [str(name) for name in self.get_list_display(request)]
        headers = {"Content-Disposition": f'attachment; filename="{self.model._meta.model_name}.csv"'}
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
        writer = csv.writer(response)
        writer.writerow(columns)
        writer.writerows(self._cells(row, columns) for row in rows)
        return response

    def _cells(self, row: Model, columns: Iterable[str]) -> list[str]:
        shown = (str(lookup_field(name, row, self)[2] if name != "__str__" else row) for name in columns)
        return [f"'{text}" if text.startswith(FORMULA) else text for text in shown]
