"""The payer at the trial gateway: he pays, and its notice comes at once, late, twice or never."""

from datetime import datetime, timedelta

from zhibu.dues.enums import OrderState
from zhibu.dues.errors import OrderNotOpen
from zhibu.dues.models import TrialPayment
from zhibu.dues.queries.orders import get_order
from zhibu.dues.services.gateways import gateway
from zhibu.dues.services.gateways.trial import notice, take_money
from zhibu.dues.services.ordering import take_callback
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer

LATE_BY = timedelta(minutes=1)


def pay_on_trial(viewer: Viewer, *, number: str, how: str, at: datetime) -> None:
    """Take the money in the trial gateway's book and send its notice as asked: "late", "twice", "lost", else at once.

    Raises NoSuchGateway, NoSuchDues, OrderNotOpen.
    """
    gateway("trial")
    order = get_order(viewer, number, to="pay")
    if order.state != OrderState.OPEN:
        raise OrderNotOpen
    take_money(number, order.total_fen, at=at)
    if how == "late":
        run_at("dues.trial_notice", key=f"dues.trial:{number}", due_at=at + LATE_BY, number=number)
    elif how != "lost":
        for _time in range(2 if how == "twice" else 1):
            send_notice(number, at=at)


def send_notice(number: str, *, at: datetime) -> None:
    """The trial gateway sends its notice."""
    headers, body = notice(TrialPayment.objects.get(number=number), at=at)
    take_callback(gateway_code="trial", headers=headers, body=body, at=at)
