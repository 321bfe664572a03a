"""Orders and receipts: the payer's and the member's own, and those that a collector handles."""

from typing import Any

from django.db.models import Q, QuerySet

from zhibu.dues.enums import OrderState
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Order, Receipt, Refund, Registration
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within


def orders(viewer: Viewer, *, to: str = "see") -> QuerySet[Order]:
    """To `pay` one's own; to `collect` those of one's branches; to `see` both, and what others paid for one."""
    mine = Q(payer_id=viewer.person_id or 0)
    collected = within(viewer.paths(COLLECTORS), field="organisation__path")
    scope = {"pay": mine, "collect": collected, "see": mine | collected | Q(person_id=viewer.person_id or 0)}[to]
    return Order.objects.filter(scope).select_related("person", "payer", "organisation")


def get_order(viewer: Viewer, number: str, *, to: str = "see") -> Order:
    """One order. Raises NoSuchDues."""
    found = orders(viewer, to=to).filter(number=number).first()
    if found is None:
        raise NoSuchDues
    return found


def own_orders(viewer: Viewer) -> QuerySet[Order]:
    """What one paid, or somebody for one, the latest first."""
    me = viewer.person_id or 0
    rows = Order.objects.filter(Q(payer_id=me) | Q(person_id=me)).exclude(state=OrderState.CLOSED)
    return rows.select_related("person", "payer", "receipt").order_by("-opened_at", "-pk")


def get_receipt(viewer: Viewer, pk: int) -> Receipt:
    """A receipt of an order that one may see. Raises NoSuchDues."""
    rows = Receipt.objects.filter(pk=pk, order__in=orders(viewer).order_by().values("pk"))
    found = rows.select_related("order__person", "order__payer", "organisation").first()
    if found is None:
        raise NoSuchDues
    return found


def counter_waiting(viewer: Viewer) -> QuerySet[Order]:
    """Money written down by one that waits for a second person."""
    rows = orders(viewer, to="collect").filter(gateway="counter", state=OrderState.OPEN)
    return rows.select_related("registration__registered_by").order_by("opened_at")


def refunds_waiting(viewer: Viewer) -> QuerySet[Order]:
    """Money that is to go back and has not gone."""
    rows = orders(viewer, to="collect").filter(Q(refund__done_at=None, refund__isnull=False) | Q(state="surplus"))
    return rows.select_related("refund").order_by("opened_at")


def page_of(viewer: Viewer, order: Order) -> dict[str, Any]:
    """What the page of an order shows beside it."""
    months = list(order.lines.select_related("obligation").order_by("obligation__month"))
    refund = Refund.objects.filter(order=order).first()
    collects = viewer.holds(COLLECTORS, order.organisation.path)
    came = order.state in (OrderState.PAID, OrderState.SURPLUS)
    registration = Registration.objects.filter(order=order).select_related("registered_by", "confirmed_by").first()
    return {
        "lines": months, "refund": refund, "receipt": Receipt.objects.filter(order=order).first(),
        "registration": registration,
        "own": order.payer_id == viewer.person_id, "may_ask_refund": collects and came and refund is None,
        "may_give_back": bool(
            collects and refund and refund.done_at is None and refund.asked_by_id != viewer.person_id
        ),
    }  # fmt: skip
