"""The back office's front door: verified staff only, our own login, only lists that are scoped."""

from typing import Any

from django.conf import settings
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import now
from zhibu.kernel.office import ScopedAdmin


class OfficeSite(UnfoldAdminSite):  # type: ignore[misc]
    """/office/."""

    site_title = site_header = _("支部在线 · 后台")
    index_title = _("台账与名册")

    def register(self, model_or_iterable: Any, admin_class: Any = None, **options: Any) -> None:
        """Lists of third parties know nothing of our scopes, and some show secrets: they stay out."""
        if admin_class is not None and issubclass(admin_class, ScopedAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def note_export(self, request: HttpRequest, model: type[Model], rows: QuerySet[Any]) -> None:
        """Whatever leaves the house is written down: who, which list, filtered how, how many rows."""
        viewer, filters = request.viewer, request.GET.urlencode()  # type: ignore[attr-defined]
        audit(
            viewer, action="office.export", subject=model._meta.label_lower, at=now(), count=rows.count(),
            filters=filters,
        )  # fmt: skip

    def has_permission(self, request: HttpRequest) -> bool:
        """The second factor and at least one role."""
        viewer = request.viewer  # type: ignore[attr-defined]
        return bool(viewer.verified and viewer.grants)

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The product's own page: it is audited and ends the other sessions."""
        return redirect("members:password")

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The product's own login, which asks for the second factor."""
        if request.user.is_authenticated:
            return redirect("/")
        return redirect(f"{settings.LOGIN_URL}?{urlencode({'next': request.GET.get('next', '/office/')})}")
