"""Orders, notices that come at once, late, twice, forged or never; the counter; refunds; receipts."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.dues import (
    an_order,
    assessed,
    call_back,
    months_of,
    notice_of,
    owed,
    paid,
    promoted,
    registered,
    tell,
)
from tests.world import NOW
from zhibu.dues import services
from zhibu.dues.errors import (
    AlreadyBeingPaid,
    CallbackForged,
    NoConsent,
    NoSuchDues,
    NoSuchGateway,
    NothingToPay,
    NotInAdvance,
    NotRefundable,
    OrderNotOpen,
    ReasonNeeded,
    SamePerson,
    TooFarBack,
    VoluntaryTooSmall,
)
from zhibu.dues.models import Entry, Order, Receipt, ReceiptVoid, Report
from zhibu.dues.queries.books import trial_balance
from zhibu.ledger.models import Entry as Fact


@pytest.fixture(autouse=True)
def _bob_owes(world):
    assessed(world)


def book(world):
    return {code: fen for code, fen in trial_balance(world.branch_a.pk).items() if fen}


def test_a_member_pays_and_order_month_receipt_book_and_ledger_agree(world):
    order = paid(world, 10, 11)
    assert (order.state, order.total_fen) == ("paid", 22920)
    assert owed(world) == [f"{number:02d}" for number in range(1, 10)]
    receipt = Receipt.objects.get()
    assert (receipt.number, receipt.period, receipt.in_capitals) == (1, "2026-10, 2026-11", "贰佰贰拾玖元贰角整")
    assert book(world) == {"clearing": 22920, "dues": -22920}
    assert list(Fact.objects.filter(kind="dues_paid").order_by("title").values_list("title", "quantity")) == [
        ("2026-10", 10), ("2026-11", 10)
    ]  # fmt: skip


def test_the_same_notice_twice_changes_nothing(world):
    order = an_order(world)
    headers, body = notice_of(order)
    for minutes in (0, 1, 4):
        services.take_callback(gateway_code="trial", headers=headers, body=body, at=NOW + timedelta(minutes=minutes))
    assert (Receipt.objects.count(), Report.objects.count(), Entry.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    "forge",
    [
        lambda headers, body: (headers, body.replace(b"11460", b"11461")),
        lambda headers, body: (headers | {"X-Trial-Signature": "0" * 64}, body),
        lambda headers, body: ({}, body),
        lambda headers, body: (headers | {"X-Trial-Time": str(int(headers["X-Trial-Time"]) + 1)}, body),
    ],
)
def test_a_forged_notice_is_refused(world, forge):
    order = an_order(world)
    headers, body = forge(*notice_of(order))
    with pytest.raises(CallbackForged):
        services.take_callback(gateway_code="trial", headers=headers, body=body, at=NOW)
    order.refresh_from_db()
    assert (order.state, Report.objects.count()) == ("open", 0)


def test_a_notice_played_again_after_five_minutes_is_refused(world):
    headers, body = notice_of(an_order(world))
    with pytest.raises(CallbackForged):
        services.take_callback(gateway_code="trial", headers=headers, body=body, at=NOW + timedelta(minutes=6))


def test_an_amount_off_by_one_fen_pays_nothing_and_is_kept(world):
    order = an_order(world)
    call_back(order, amount=order.total_fen - 1)
    order.refresh_from_db()
    assert (order.state, Report.objects.get().verdict, Receipt.objects.count()) == ("open", "amount_differs", 0)


def test_a_lost_notice_is_made_up_by_asking(world):
    order = an_order(world)
    notice_of(order)
    assert services.ask_gateway(world.viewer("bob"), number=order.number, at=NOW).state == "paid"
    assert Report.objects.get().told == "query"


def test_callback_query_and_reconciliation_say_the_same_once(world):
    order = an_order(world)
    notice_of(order)
    services.ask_gateway(world.viewer("bob"), number=order.number, at=NOW)
    call_back(order)
    services.reconcile(world.viewer("stella"), day=NOW.date(), gateway_code="trial", at=NOW)
    assert (Receipt.objects.count(), Report.objects.count(), book(world)["dues"]) == (1, 1, -11460)


def test_a_late_notice_of_a_closed_order_still_pays_its_months(world):
    order = an_order(world)
    services.cancel_order(world.viewer("bob"), number=order.number)
    assert call_back(order, at=NOW + timedelta(hours=3)).state == "paid"
    assert "11" not in owed(world)


def test_late_money_for_months_paid_otherwise_is_kept_apart_and_goes_back(world):
    first = an_order(world)
    services.cancel_order(world.viewer("bob"), number=first.number)
    paid(world, 11)
    assert call_back(first).state == "surplus"
    assert book(world) == {"clearing": 22920, "dues": -11460, "surplus": -11460}
    services.ask_refund(world.viewer("alice"), number=first.number, reason="重复付款", at=NOW)
    done = services.finish_refund(world.viewer("stella"), number=first.number, at=NOW)
    assert (done.state, book(world)) == ("refunded", {"clearing": 11460, "dues": -11460})
    assert ReceiptVoid.objects.count() == 0


def test_an_expired_order_is_asked_about_once_more_and_closed(world):
    forgotten, lost = an_order(world, 10), an_order(world, 11)
    notice_of(lost)
    assert services.close_expired(at=NOW + timedelta(hours=1)) == 2
    assert {order.number: order.state for order in Order.objects.all()} == {
        forgotten.number: "closed", lost.number: "paid"
    }  # fmt: skip
    assert an_order(world, 10).state == "open"


def test_a_way_of_paying_that_was_closed_holds_no_order_open(world, settings):
    order = an_order(world, 10)
    settings.DUES_GATEWAYS = []
    assert services.close_expired(at=NOW + timedelta(hours=1)) == 1
    assert Order.objects.get(pk=order.pk).state == "closed"


def test_two_taps_are_one_order_and_a_month_stands_in_one(world):
    key = uuid4()
    assert an_order(world, key=key).pk == an_order(world, key=key).pk
    with pytest.raises(AlreadyBeingPaid):
        an_order(world, 10, 11)


def test_a_month_further_back_than_six_is_for_the_branch(world):
    with pytest.raises(TooFarBack):
        an_order(world, 4, 5)
    assert an_order(world, 5, 6).state == "open"
    with pytest.raises(TooFarBack):
        registered(world, 4)
    assert registered(world, 4, note="支部研究同意补交").state == "open"


def test_coming_months_are_not_paid_in_advance(world):
    services.bill(world.viewer("stella"), month=NOW.date().replace(month=12, day=1), at=NOW)
    with pytest.raises(NotInAdvance):
        an_order(world, 12)


def test_a_month_that_is_paid_or_of_a_stranger_cannot_be_paid(world):
    paid(world, 11)
    with pytest.raises(NothingToPay):
        an_order(world, 11)
    assessed(world, "charlie")
    with pytest.raises(NoConsent):
        an_order(world, 11, person="charlie")


def test_paying_for_another_needs_his_consent(world):
    with pytest.raises(NoConsent):
        an_order(world, 11, name="alice", person="bob")
    consent = services.give_consent(world.viewer("bob"), payer_id=world.person("alice").pk, at=NOW)
    order = an_order(world, 11, name="alice", person="bob")
    assert (order.payer_id, order.person_id) == (world.person("alice").pk, world.person("bob").pk)
    assert call_back(order).state == "paid"
    services.end_consent(world.viewer("bob"), consent_id=consent.pk, at=NOW)
    with pytest.raises(NoConsent):
        an_order(world, 10, name="alice", person="bob")


def test_consent_is_for_mates_of_the_branch(world):
    for name in ("charlie", "bob"):
        with pytest.raises(NoSuchDues):
            services.give_consent(world.viewer("bob"), payer_id=world.person(name).pk, at=NOW)


def test_a_gateway_that_is_not_open_here_takes_nothing(world, settings):
    settings.DUES_GATEWAYS = []
    with pytest.raises(NoSuchGateway):
        an_order(world)


def test_money_at_the_counter_counts_when_a_second_person_has_confirmed(world):
    order = registered(world, 10, 11)
    assert book(world) == {}
    for name in ("alice", "bob"):
        with pytest.raises((SamePerson, NoSuchDues)):
            services.confirm_payment(world.viewer(name), number=order.number, at=NOW)
    services.confirm_payment(world.viewer("stella"), number=order.number, at=NOW)
    services.confirm_payment(world.viewer("stella"), number=order.number, at=NOW)
    assert book(world) == {"cash": 22920, "dues": -22920}
    assert Receipt.objects.count() == 1


def test_the_member_himself_confirms_nothing_of_his_own(world):
    promoted(world, "dana", into=world.branch_a)
    assessed(world, "alice")
    order = registered(world, 11, name="alice", by="stella")
    with pytest.raises(SamePerson):
        services.confirm_payment(world.viewer("alice"), number=order.number, at=NOW)


def test_a_cancelled_counter_entry_cannot_be_confirmed(world):
    order = registered(world)
    services.cancel_order(world.viewer("bob"), number=order.number)
    with pytest.raises(OrderNotOpen):
        services.confirm_payment(world.viewer("stella"), number=order.number, at=NOW)


def test_a_collector_of_another_branch_registers_nothing(world):
    with pytest.raises(NoSuchDues):
        services.register_payment(
            world.viewer("alice"), key=uuid4(), person_id=world.person("charlie").pk, obligation_ids=[1],
            method="cash", received_on=NOW.date(), reference="", note="", at=NOW,
        )  # fmt: skip


def test_a_refund_needs_two_and_leaves_the_month_owed(world):
    order = paid(world, 11)
    with pytest.raises(ReasonNeeded):
        services.ask_refund(world.viewer("alice"), number=order.number, reason=" ", at=NOW)
    services.ask_refund(world.viewer("alice"), number=order.number, reason="交错月份", at=NOW)
    with pytest.raises(NotRefundable):
        services.ask_refund(world.viewer("stella"), number=order.number, reason="交错月份", at=NOW)
    with pytest.raises(SamePerson):
        services.finish_refund(world.viewer("alice"), number=order.number, at=NOW)
    services.finish_refund(world.viewer("stella"), number=order.number, at=NOW)
    assert "11" in owed(world)
    assert (book(world), ReceiptVoid.objects.get().reason) == ({}, "交错月份")
    assert sum(Fact.objects.filter(kind="dues_paid").values_list("quantity", flat=True)) == 0
    again = paid(world, 11)
    assert Receipt.objects.get(order=again).number == 2


def test_more_than_a_thousand_yuan_at_once_is_kept_apart(world):
    bob = world.viewer("bob")
    with pytest.raises(VoluntaryTooSmall):
        services.give_voluntarily(bob, key=uuid4(), amount_fen=0, gateway_code="trial", note="", at=NOW)
    with pytest.raises(ReasonNeeded):
        services.give_voluntarily(bob, key=uuid4(), amount_fen=100_001, gateway_code="trial", note="", at=NOW)
    small = services.give_voluntarily(bob, key=uuid4(), amount_fen=100_000, gateway_code="trial", note="", at=NOW)
    large = services.give_voluntarily(
        bob, key=uuid4(), amount_fen=100_001, gateway_code="trial", note="入党三十年", at=NOW
    )
    call_back(small)
    call_back(large)
    assert book(world) == {"clearing": 200_001, "dues": -100_000, "large": -100_001}
    assert months_of(world, state="paid") == []


@pytest.mark.parametrize(("state", "outcome", "after"), [("open", "failed", "closed"), ("closed", "failed", "closed")])
def test_a_failed_payment_frees_its_months(world, state, outcome, after):
    order = an_order(world)
    if state == "closed":
        services.cancel_order(world.viewer("bob"), number=order.number)
    assert tell(order, outcome, amount=0).state == after
    assert an_order(world).state == "open"


def test_two_different_payments_of_one_order_are_seen(world):
    order = paid(world, 11)
    tell(order, reference="SECOND")
    assert list(Report.objects.order_by("pk").values_list("verdict", flat=True)) == ["applied", "repeated"]


def test_an_order_of_another_is_not_found(world):
    order = an_order(world)
    for name in ("charlie", "dana", "sam", "olga"):
        with pytest.raises(NoSuchDues):
            services.ask_gateway(world.viewer(name), number=order.number, at=NOW)
