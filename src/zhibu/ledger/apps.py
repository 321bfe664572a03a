"""Facts, their evidence and corrections; the record book."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.ledger"
    verbose_name = _("台账")
    default_auto_field = "django.db.models.BigAutoField"
