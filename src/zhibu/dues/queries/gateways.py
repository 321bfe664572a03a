"""Which ways of paying on line are open here."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

LABELS = {"trial": _("线上支付（试用，不动真钱）")}


def choices() -> list[tuple[str, Any]]:
    """Codes and names of the open gateways."""
    return [(code, LABELS[code]) for code in settings.DUES_GATEWAYS if code in LABELS]
