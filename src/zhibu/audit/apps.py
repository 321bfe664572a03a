"""Who did what: an append-only log, sealed by a hash chain."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.audit"
    verbose_name = _("审计")
    default_auto_field = "django.db.models.BigAutoField"
