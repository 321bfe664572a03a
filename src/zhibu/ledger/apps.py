"""Facts, their evidence and corrections; the record book."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.ledger"
    default_auto_field = "django.db.models.BigAutoField"
