"""The back office: record keeping by lists, filters and export, scoped by the same queries as the pages.

Nothing is changed here: changes go through services, on the pages. Class A fields are never shown.
"""

import csv
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin

from zhibu.kernel.crypto import SealedField
from zhibu.kernel.models import SavedFilter
from zhibu.kernel.viewer import Viewer

PASSING = ("p", "e", "all")  # where one stands in a list is no filter
LONGEST = 1000  # characters of a kept query
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _wanted(query: str) -> str:
    """A query without the page and without what is empty, as it is kept; "" when it is too long to be kept."""
    asked = QueryDict(query, mutable=True)
    for name in [name for name in asked if name in PASSING or not any(asked.getlist(name))]:
        del asked[name]
    text = asked.urlencode()
    return text if len(text) <= LONGEST else ""


def _reader(name: str, label: Any) -> Callable[[Model], Any]:
    @admin.display(description=label)
    def read(row: Model) -> Any:
        return getattr(row, name)

    return read


def filter_in_words(words: Callable[[str], str]) -> type[admin.AllValuesFieldListFilter]:
    """A filter by the codes of a column that shows each by its words."""

    class InWords(admin.AllValuesFieldListFilter):
        def choices(self, changelist: Any) -> Iterator[Any]:
            for choice in super().choices(changelist):
                yield choice | {"display": words(str(choice["display"]))}

    return InWords


class ScopedAdmin(ModelAdmin):  # type: ignore[misc]
    """A read-only list of what the viewer may see. Subclasses say for whom (`readers`) and which rows (`scope`).

    `title` is the list's name and `labels` what its columns are called, in people's words.
    """

    title: Any = ""
    labels: dict[str, Any] = {}
    readers: tuple[str, ...] = ()
    list_per_page = 50
    show_full_result_count = False
    list_fullwidth = True
    list_filter_submit = True
    list_before_template = "kernel/_saved_filters.html"
    actions = ("export_csv",)

    def __init__(self, model: type[Model], site: admin.AdminSite) -> None:
        super().__init__(model, site)
        model._meta.verbose_name = model._meta.verbose_name_plural = self.title
        for name, label in self.labels.items():
            self._call(name, label)

    def _call(self, name: str, label: Any) -> None:
        """Headings, filters and the page of one row read a field's own name; anything else is a reader with one."""
        try:
            self.model._meta.get_field(name).verbose_name = label
        except FieldDoesNotExist:
            if not hasattr(self, name):
                setattr(self, name, _reader(name, label))

    def scope(self, viewer: Viewer) -> QuerySet[Any]:
        """The rows, by a query of the app."""
        raise NotImplementedError

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Never more than the scope."""
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return self.scope(viewer).order_by(*(self.ordering or ("pk",)))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The list under the name people use, with the filters that the viewer keeps."""
        context = {
            "title": self.title, "filters_url": reverse(f"admin:{self._filters_name}"),
            "saved_filters": self._kept(request), "current_query": _wanted(request.GET.urlencode()),
        }  # fmt: skip
        return super().changelist_view(request, context | (extra_context or {}))  # type: ignore[no-any-return]

    @property
    def _filters_name(self) -> str:
        return f"{self.model._meta.app_label}_{self.model._meta.model_name}_filters"

    def _kept(self, request: HttpRequest) -> QuerySet[SavedFilter]:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        return SavedFilter.objects.filter(account_id=viewer.account_id or 0, place=self.model._meta.label_lower)

    def get_urls(self) -> list[URLPattern]:
        """The lists' own addresses and one to keep filters at."""
        keep = path("filters/", self.admin_site.admin_view(self.keep_filter), name=self._filters_name)
        return [keep, *super().get_urls()]

    def keep_filter(self, request: HttpRequest) -> HttpResponse:
        """Keep what the list is filtered by under a name (the same name again replaces it), or forget one."""
        if request.method != "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        name, query = request.POST.get("name", "").strip()[:40], _wanted(request.POST.get("query", ""))
        if forgotten := request.POST.get("forget", ""):
            self._kept(request).filter(pk=int(forgotten) if forgotten.isdecimal() else 0).delete()
        elif name and query:
            mine = {"account_id": request.viewer.account_id, "place": self.model._meta.label_lower}  # type: ignore[attr-defined]
            SavedFilter.objects.update_or_create(**mine, name=name, defaults={"query": query})
        meta = self.model._meta
        return redirect(
            reverse(f"admin:{meta.app_label}_{meta.model_name}_changelist") + (f"?{query}" if query else "")
        )

    def get_exclude(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Sealed columns stay sealed; what only machines read is left out."""
        return [*(self.exclude or ()), *self._sealed()]

    def _sealed(self) -> list[str]:
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
        """The columns of the list, as filtered. Who took how many rows of which list goes to the audit log."""
        columns = [str(name) for name in self.get_list_display(request)]
        self.admin_site.note_export(request, self.model, rows)
        headers = {"Content-Disposition": f'attachment; filename="{self.model._meta.model_name}.csv"'}
        response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8", headers=headers)
        writer = csv.writer(response)
        writer.writerow(str(label_for_field(name, self.model, self)) for name in columns)
        writer.writerows(self._cells(row, columns) for row in rows)
        return response

    def _cells(self, row: Model, columns: Iterable[str]) -> list[str]:
        shown = (self._cell(row, name) for name in columns)
        return [f"'{text}" if text.startswith(FORMULA) else text for text in shown]

    def _cell(self, row: Model, name: str) -> str:
        """As the list shows it: a choice by its words, a blank for nothing."""
        if hasattr(row, f"get_{name}_display"):
            return str(getattr(row, f"get_{name}_display")())
        value = row if name == "__str__" else lookup_field(name, row, self)[2]
        return "" if value is None else str(value)
