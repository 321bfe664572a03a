"""The one function through which anything said about an order becomes true: by callback, query, reconciliation or two
collectors. Order, months, receipt, book and ledger change together or not at all, and the same said twice changes
nothing."""

import hashlib
from datetime import datetime

from django.db import transaction

from zhibu.dues.enums import DUES_PAID, Account, MonthState, OrderState, Outcome, Purpose, Verdict
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Obligation, Order, OrderLine, ReceiptVoid, Refund, Report
from zhibu.dues.rules import paying
from zhibu.dues.services.bookkeeping import write_entry
from zhibu.dues.services.gateways.port import Said
from zhibu.dues.services.receipts import issue
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many, reverse
from zhibu.ledger.enums import Evidence, Mode

__all__ = ["Said", "tell"]


def tell(viewer: Viewer, said: Said, *, told: str, at: datetime, money: str = Account.CLEARING) -> Order:
    """Take in what was said about an order; gives the order as it stands then. Raises NoSuchDues for no such number.

    `money` is the account the sum is in: the gateway's until it settles, cash or bank at the counter.
    """
    with transaction.atomic():
        order = Order.objects.select_for_update().filter(number=said.number).first()
        if order is None:
            raise NoSuchDues
        digest = _digest(said)
        if not Report.objects.filter(digest=digest).exists():  # who says it in the same moment waits for the order
            verdict = _take(viewer, order, said, at, money)
            Report.objects.create(
                order=order, told=told, outcome=said.outcome, amount_fen=said.amount_fen,
                reference=said.reference, verdict=verdict, digest=digest, told_at=at,
            )  # fmt: skip
        return order


def _digest(said: Said) -> str:
    """Who pays how much under which reference. A notice of another amount is another saying and is looked at."""
    words = f"{said.number}|{said.outcome}|{said.reference}|{said.amount_fen}"
    return hashlib.sha256(words.encode()).hexdigest()


def _take(viewer: Viewer, order: Order, said: Said, at: datetime, money: str) -> str:
    if said.outcome != Outcome.FAILED and said.amount_fen != order.total_fen:
        return Verdict.AMOUNT_DIFFERS
    step = paying.step(order.state, said.outcome)
    if step == paying.SETTLE or (step == paying.LATE and _take_months_again(order)):
        _settle(viewer, order, said, at, money)
        return Verdict.APPLIED
    if step == paying.LATE:
        _keep_as_surplus(viewer, order, said, at, money)
        return Verdict.TOO_LATE
    if step == paying.CLOSE:
        close(order)
        return Verdict.APPLIED
    if step == paying.GIVE_BACK:
        _give_back(viewer, order, at, money)
        return Verdict.APPLIED
    return Verdict.REPEATED if step == paying.DOUBLE else Verdict.NOTHING_TO_DO


def close(order: Order) -> None:
    """Nothing came; its months are free again."""
    order.state = OrderState.CLOSED
    order.save(update_fields=["state"])
    OrderLine.objects.filter(order=order, is_living=True).update(is_living=False)


def _take_months_again(order: Order) -> bool:
    """Money for a closed order that came after all: its months are taken again, if nobody paid them meanwhile."""
    lines = list(OrderLine.objects.filter(order=order))
    if not lines:
        return True
    months = Obligation.objects.filter(lines__order=order, state=MonthState.DUE)
    if months.count() != len(lines):
        return False
    months_in_others = OrderLine.objects.filter(obligation__lines__order=order, is_living=True)
    for other in Order.objects.filter(lines__in=months_in_others, state=OrderState.OPEN).distinct():
        close(other)
    OrderLine.objects.filter(order=order).update(is_living=True)
    return True


def _settle(viewer: Viewer, order: Order, said: Said, at: datetime, money: str) -> None:
    order.state, order.paid_at, order.reference = OrderState.PAID, at, said.reference
    order.paid_on = local_date(said.happened_at or at)
    order.save(update_fields=["state", "paid_at", "paid_on", "reference"])
    months = list(Obligation.objects.select_for_update().filter(lines__order=order).order_by("month"))
    Obligation.objects.filter(pk__in=[month.pk for month in months]).update(state=MonthState.PAID, paid_at=at)
    issue(viewer, order, [month.month for month in months], at=at)
    income = Account.LARGE if order.purpose == Purpose.LARGE else Account.DUES
    write_entry(
        viewer, organisation_id=order.organisation_id, debit=money, credit=income, amount_fen=order.total_fen,
        on=order.paid_on, text=order.number, key=f"paid:{order.number}", at=at,
    )  # fmt: skip
    if months:
        record_many(viewer, [_fact(order, month, at) for month in months], at=at)


def _fact(order: Order, month: Obligation, at: datetime) -> Fact:
    """One fact a month: that it was paid, never how much."""
    return Fact(
        kind=DUES_PAID, member_id=month.person_id, organisation_id=month.organisation_id, occurred_at=at,
        source_app="dues", source_key=f"{DUES_PAID}:{order.number}:{month.month:%Y-%m}", title=f"{month.month:%Y-%m}",
        mode=Mode.OFFLINE if order.gateway == "counter" else Mode.ONLINE, evidence=Evidence.SYSTEM,
    )  # fmt: skip


def _keep_as_surplus(viewer: Viewer, order: Order, said: Said, at: datetime, money: str) -> None:
    """The months were paid by another order meanwhile: the money is kept apart and goes back."""
    order.state, order.reference = OrderState.SURPLUS, said.reference
    order.paid_at, order.paid_on = at, local_date(said.happened_at or at)
    order.save(update_fields=["state", "reference", "paid_at", "paid_on"])
    write_entry(
        viewer, organisation_id=order.organisation_id, debit=money, credit=Account.SURPLUS,
        amount_fen=order.total_fen, on=order.paid_on, text=order.number, key=f"surplus:{order.number}", at=at,
    )  # fmt: skip


def _give_back(viewer: Viewer, order: Order, at: datetime, money: str) -> None:
    """The money went back: months are owed again, the receipt is void, the book turns."""
    was_surplus = order.state == OrderState.SURPLUS
    income = Account.SURPLUS if was_surplus else Account.LARGE if order.purpose == Purpose.LARGE else Account.DUES
    order.state, order.refunded_fen = OrderState.REFUNDED, order.total_fen
    order.save(update_fields=["state", "refunded_fen"])
    refund = Refund.objects.filter(order=order).first()
    write_entry(
        viewer, organisation_id=order.organisation_id, debit=income, credit=money, amount_fen=order.total_fen,
        on=local_date(at), text=order.number, key=f"refunded:{order.number}", at=at,
    )  # fmt: skip
    if was_surplus:
        return
    months = Obligation.objects.filter(lines__order=order, lines__is_living=True)
    months.update(state=MonthState.DUE, paid_at=None)
    OrderLine.objects.filter(order=order).update(is_living=False)
    reason = refund.reason if refund else order.reference
    ReceiptVoid.objects.create(receipt=order.receipt, reason=reason, voided_by=viewer.name, voided_at=at)
    _take_back_facts(viewer, order, reason, at)


def _take_back_facts(viewer: Viewer, order: Order, reason: str, at: datetime) -> None:

    for month in Obligation.objects.filter(lines__order=order):
        key = f"{DUES_PAID}:{order.number}:{month.month:%Y-%m}"
        reverse(viewer, source_app="dues", source_key=key, reason=reason, at=at)
