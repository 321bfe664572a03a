"""Who did what: an append-only log, sealed by a hash chain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.audit"
    default_auto_field = "django.db.models.BigAutoField"
