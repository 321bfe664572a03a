"""Which ways of paying on line are open here."""

from typing import Any

from django.conf import settings

from zhibu.dues.enums import CHANNELS


def choices() -> list[tuple[str, Any]]:
    """Codes and names of the open gateways."""
    return [(code, CHANNELS[code]) for code in settings.DUES_GATEWAYS if code in CHANNELS]
