"""Ways of paying. The product knows the port alone; which ones are open is a setting (DUES_GATEWAYS)."""

from django.conf import settings

from zhibu.dues.errors import NoSuchGateway
from zhibu.dues.services.gateways.port import PaymentGateway
from zhibu.dues.services.gateways.trial import TrialGateway

COUNTER = "counter"
_KNOWN: dict[str, PaymentGateway] = {TrialGateway.code: TrialGateway()}


def gateway(code: str) -> PaymentGateway:
    """A gateway that is open here. Raises NoSuchGateway."""
    if code not in settings.DUES_GATEWAYS or code not in _KNOWN:
        raise NoSuchGateway
    return _KNOWN[code]


def open_gateways() -> list[PaymentGateway]:
    """Those that a member may choose from."""
    return [_KNOWN[code] for code in settings.DUES_GATEWAYS if code in _KNOWN]
