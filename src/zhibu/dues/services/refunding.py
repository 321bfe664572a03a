"""Giving money back: asked by a collector with a reason, done by the gateway or by a second person."""

from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import Account, Method, OrderState, Outcome, Told
from zhibu.dues.errors import NotEnoughMoney, NotRefundable, ReasonNeeded, SamePerson
from zhibu.dues.models import Order, Refund
from zhibu.dues.queries.books import balance_of
from zhibu.dues.queries.orders import get_order
from zhibu.dues.services.bookkeeping import lock_book
from zhibu.dues.services.gateways import COUNTER, gateway
from zhibu.dues.services.gateways.port import Said
from zhibu.dues.services.transition import tell
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def ask_refund(viewer: Viewer, *, number: str, reason: str, at: datetime) -> Refund:
    """A collector asks for a payment to go back, whole. Raises NotRefundable, ReasonNeeded."""
    order = get_order(viewer, number, to="collect")
    if not reason.strip():
        raise ReasonNeeded
    if order.state not in (OrderState.PAID, OrderState.SURPLUS):
        raise NotRefundable
    try:
        with transaction.atomic():
            made = Refund.objects.create(
                order=order, amount_fen=order.total_fen, reason=reason.strip(), asked_by=viewer.name,
                asked_by_id=viewer.person_id, asked_at=at,
            )  # fmt: skip
            audit(viewer, action="dues.refunded", subject=f"order:{order.pk}", at=at, reason=reason, number=number)
            return made
    except IntegrityError as error:
        raise NotRefundable from error


def finish_refund(viewer: Viewer, *, number: str, at: datetime) -> Order:
    """A second person lets it go: the gateway gives back what came through it. Raises SamePerson, NotRefundable,
    NotEnoughMoney."""
    order = get_order(viewer, number, to="collect")
    refund = Refund.objects.filter(order=order).first()
    if refund is None or order.state == OrderState.REFUNDED:
        raise NotRefundable
    if refund.asked_by_id == viewer.person_id:
        raise SamePerson
    said: Said | None = Said(
        number=number, outcome=Outcome.REFUNDED, amount_fen=order.total_fen, reference=f"refund:{number}"
    )
    if order.gateway != COUNTER:
        said = gateway(order.gateway).refund(number, order.total_fen, at=at)
    if said is None:
        return order
    with transaction.atomic():
        Refund.objects.filter(pk=refund.pk, done_at=None).update(done_by=viewer.name, done_at=at)
        return tell(viewer, said, told=Told.COUNTER, at=at, money=_account(order, at))


def _account(order: Order, at: datetime) -> str:
    """Where the money is taken from: cash that was carried to the bank comes from there."""
    if order.gateway != COUNTER:
        return Account.CLEARING
    lock_book(order.organisation_id, local_date(at).year)
    places = (Account.CASH, Account.BANK) if order.registration.method == Method.CASH else (Account.BANK,)
    for place in places:
        if balance_of(order.organisation_id, place) >= order.total_fen:
            return place
    raise NotEnoughMoney
