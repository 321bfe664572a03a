"""Beginning to pay: on line by the member himself, at the counter by two people; notices that come in."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import Account, Method, MonthState, OrderState, Outcome, Purpose, Told
from zhibu.dues.errors import (
    AlreadyBeingPaid,
    NoConsent,
    NoSuchDues,
    NoSuchGateway,
    NothingToPay,
    NotInAdvance,
    OrderNotOpen,
    ReasonNeeded,
    SamePerson,
    TooFarBack,
    VoluntaryTooSmall,
)
from zhibu.dues.models import Consent, Obligation, Order, OrderLine, QuarterPlan, Registration
from zhibu.dues.queries.orders import get_order
from zhibu.dues.queries.people import collected, member_of, own_id
from zhibu.dues.rules.months import may_be_made_up, quarter_of
from zhibu.dues.rules.tables import number as rule_number
from zhibu.dues.services.gateways import COUNTER, gateway
from zhibu.dues.services.gateways.port import Said
from zhibu.dues.services.transition import close, tell
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer

LIVES_FOR = timedelta(minutes=30)
COUNTER_LIVES_FOR = timedelta(days=30)
SYSTEM = Viewer.system("dues")


def open_order(viewer: Viewer, *, key: UUID, obligation_ids: Sequence[int], gateway_code: str, at: datetime) -> Order:
    """Begin to pay months of one's own, or of one person who consented. The same `key` again is the same order.

    Raises NotAMember, NoSuchGateway, NothingToPay, NoConsent, NotInAdvance, TooFarBack, AlreadyBeingPaid.
    """
    payer = own_id(viewer)
    gateway(gateway_code)
    if there := Order.objects.filter(key=key, payer_id=payer).first():
        return there
    months = _payable(payer, obligation_ids, local_date(at))
    return _open(
        key=key, person_id=months[0].person_id, payer_id=payer, organisation_id=months[0].organisation_id,
        purpose=Purpose.DUES, gateway=gateway_code, months=months, at=at, lives=LIVES_FOR,
    )  # fmt: skip


def _payable(payer: int, ids: Sequence[int], today: date) -> list[Obligation]:
    months = list(Obligation.objects.filter(pk__in=list(ids), state=MonthState.DUE).order_by("month"))
    if not months or len({month.person_id for month in months}) != 1:
        raise NothingToPay
    if months[0].person_id != payer and not _may_pay_for(payer, months[0].person_id):
        raise NoConsent
    _refuse_in_advance(months, today)
    most = rule_number("make_up_months", today) or 0
    if not all(may_be_made_up(month.month, today, most=most) for month in months):
        raise TooFarBack
    return months


def _refuse_in_advance(months: Sequence[Obligation], today: date) -> None:
    """Months to come are paid in a running, approved quarter alone."""
    coming = {(month.person_id, month.month.year, quarter_of(month.month)) for month in months if month.month > today}
    agreed = QuarterPlan.objects.filter(person_id__in=[person for person, _, _ in coming], state="approved")
    if coming - set(agreed.values_list("person_id", "year", "quarter")):
        raise NotInAdvance


def _may_pay_for(payer: int, person: int) -> bool:
    return Consent.objects.filter(person_id=person, payer_id=payer, ended_at=None).exists()


def _open(
    *, key: UUID, person_id: int, payer_id: int, organisation_id: int, purpose: str, gateway: str, at: datetime,
    lives: timedelta, months: Sequence[Obligation] = (), total_fen: int = 0, note: str = "",
) -> Order:  # fmt: skip
    """The order and its months, each of which stands in one living order: the database sees to it."""
    try:
        with transaction.atomic():
            order = Order.objects.create(
                number=new_number(at), key=key, person_id=person_id, payer_id=payer_id, purpose=purpose,
                organisation_id=organisation_id, gateway=gateway, opened_at=at, expires_at=at + lives, note=note,
                total_fen=total_fen or sum(month.amount_fen for month in months),
            )  # fmt: skip
            OrderLine.objects.bulk_create(
                OrderLine(order=order, obligation=month, amount_fen=month.amount_fen) for month in months
            )
            return order
    except IntegrityError as error:
        if there := Order.objects.filter(key=key, payer_id=payer_id).first():
            return there
        raise AlreadyBeingPaid from error


def new_number(at: datetime) -> str:
    """An order number: the day, then twelve letters and digits that nobody guesses."""
    return f"DF{local_date(at):%Y%m%d}{secrets.token_hex(6).upper()}"


def give_voluntarily(
    viewer: Viewer, *, key: UUID, amount_fen: int, gateway_code: str, note: str, at: datetime
) -> Order:
    """A member gives more of his own accord. More than 1,000 yuan at once goes whole to the centre, with a short
    account of the member (D1 Art. 11). Raises VoluntaryTooSmall, ReasonNeeded."""
    person = own_id(viewer)
    gateway(gateway_code)
    if amount_fen <= 0:
        raise VoluntaryTooSmall
    is_large = amount_fen > (rule_number("large_voluntary_over_fen", local_date(at)) or 0)
    if is_large and not note.strip():
        raise ReasonNeeded
    return _open(
        key=key, person_id=person, payer_id=person, organisation_id=viewer.branch_id or 0, gateway=gateway_code,
        purpose=Purpose.LARGE if is_large else Purpose.VOLUNTARY, total_fen=amount_fen, note=note.strip(), at=at,
        lives=LIVES_FOR,
    )  # fmt: skip


def cancel_order(viewer: Viewer, *, number: str) -> Order:
    """The payer leaves it; its months are free again. Raises OrderNotOpen."""
    found = get_order(viewer, number, to="pay")
    with transaction.atomic():
        order = Order.objects.select_for_update().get(pk=found.pk)
        if order.state != OrderState.OPEN:
            raise OrderNotOpen
        close(order)
    return order


def close_expired(*, at: datetime, limit: int = 500) -> int:
    """Ask the gateway about orders whose time is over, once more, and close what was not paid; returns how many."""
    due = list(Order.objects.filter(state=OrderState.OPEN, expires_at__lte=at)[:limit])
    for order in due:
        said = _said_last(order)
        failed = Said(number=order.number, outcome=Outcome.FAILED, amount_fen=0, reference="expired")
        tell(SYSTEM, said or failed, told=Told.QUERY, at=at)
    return len(due)


def _said_last(order: Order) -> Said | None:
    """What its gateway knows; nothing at the counter, and of a way of paying that was closed since."""
    try:
        return gateway(order.gateway).query(order.number) if order.gateway != COUNTER else None
    except NoSuchGateway:
        return None


def ask_gateway(viewer: Viewer, *, number: str, at: datetime) -> Order:
    """Ask the gateway what became of an order, when its notice does not come."""
    order = get_order(viewer, number)
    said = gateway(order.gateway).query(order.number) if order.gateway != COUNTER else None
    return tell(SYSTEM, said, told=Told.QUERY, at=at) if said else order


def take_callback(*, gateway_code: str, headers: Mapping[str, str], body: bytes, at: datetime) -> Order:
    """A notice from a gateway. Raises NoSuchGateway, CallbackForged, NoSuchDues."""
    said = gateway(gateway_code).read(headers, body, at=at)
    return tell(SYSTEM, said, told=Told.CALLBACK, at=at)


def register_payment(
    viewer: Viewer, *, key: UUID, person_id: int, obligation_ids: Sequence[int], method: str, received_on: date,
    reference: str, note: str, at: datetime,
) -> Order:  # fmt: skip
    """A collector writes down money that a member handed in; it counts when a second person has confirmed it.

    Months further back than making up reaches need the branch's words. Raises NoSuchDues, NothingToPay, NotInAdvance,
    TooFarBack, AlreadyBeingPaid.
    """
    membership = member_of(viewer, person_id)
    collected(viewer, membership.branch_id)
    if there := Order.objects.filter(key=key, gateway=COUNTER).first():
        return there
    months = list(Obligation.objects.filter(pk__in=list(obligation_ids), person_id=person_id, state=MonthState.DUE))
    _check_counter(months, received_on, local_date(at), note)
    with transaction.atomic():
        order = _open(
            key=key, person_id=person_id, payer_id=person_id, organisation_id=months[0].organisation_id,
            purpose=Purpose.DUES, gateway=COUNTER, months=months, note=note.strip(), at=at, lives=COUNTER_LIVES_FOR,
        )  # fmt: skip
        Registration.objects.get_or_create(
            order=order,
            defaults={
                "method": method, "received_on": received_on, "reference": reference.strip(),
                "registered_by_id": viewer.person_id or 0, "registered_at": at,
            },
        )  # fmt: skip
        audit(viewer, action="dues.registered", subject=f"order:{order.pk}", at=at, number=order.number, method=method)
    return order


def _check_counter(months: list[Obligation], received_on: date, today: date, note: str) -> None:
    if not months or received_on > today:
        raise NothingToPay
    _refuse_in_advance(months, today)
    most = rule_number("make_up_months", today) or 0
    if not note.strip() and not all(may_be_made_up(month.month, today, most=most) for month in months):
        raise TooFarBack


def confirm_payment(viewer: Viewer, *, number: str, at: datetime) -> Order:
    """A second person confirms; then it counts like any other payment. Raises SamePerson, OrderNotOpen."""
    found = get_order(viewer, number, to="collect")
    with transaction.atomic():
        registration = Registration.objects.select_for_update().filter(order=found).first()
        if registration is None:
            raise NoSuchDues
        if viewer.person_id in (registration.registered_by_id, found.person_id):
            raise SamePerson
        if registration.confirmed_by_id is None:
            if found.state != OrderState.OPEN:
                raise OrderNotOpen
            registration.confirmed_by_id, registration.confirmed_at = viewer.person_id, at
            registration.save(update_fields=["confirmed_by", "confirmed_at"])
            audit(viewer, action="dues.confirmed", subject=f"order:{found.pk}", at=at, number=number)
        reference = registration.reference or f"counter:{found.number}"
        said = Said(number=number, outcome=Outcome.PAID, amount_fen=found.total_fen, reference=reference)
        money = Account.CASH if registration.method == Method.CASH else Account.BANK
        return tell(viewer, said, told=Told.COUNTER, at=at, money=money)
