"""Hardship, quarters, arrears; remittances, uses, publication; three-way reconciliation; books that balance."""

from datetime import date, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.dues import (
    STAFF,
    SYSTEM,
    a_use,
    an_order,
    assessed,
    call_back,
    months_of,
    notice_of,
    owed,
    paid,
    promoted,
    registered,
)
from tests.world import NOW, build_world
from zhibu.audit.models import AuditRow
from zhibu.dues import services
from zhibu.dues.enums import MONEY, Account
from zhibu.dues.errors import (
    AboveDecides,
    AlreadyAsked,
    AlreadyDecided,
    AlreadyPublished,
    NotCollective,
    NotEnoughMoney,
    NotInAdvance,
    PeriodNotOver,
    PeriodUnclear,
    SamePerson,
    StatementWrong,
    SumTooHigh,
    YearNotOver,
)
from zhibu.dues.models import ArrearsTask, Entry, Finding, Order, Receipt, Refund
from zhibu.dues.queries.books import trial_balance
from zhibu.kernel.errors import Refused
from zhibu.ledger.models import Entry as Fact

LATER = NOW.replace(month=12, day=3)
JANUARY = datetime(2027, 1, 5, 4, tzinfo=NOW.tzinfo)


def ask(world, *, first=10, last=12, fen=500, at=NOW):
    return services.ask_hardship(
        world.viewer("bob"), first_month=date(2026, first, 1), last_month=date(2026, last, 1), asked_fen=fen,
        reason="家人住院", at=at,
    )  # fmt: skip


def approve(world, one, *, fen=500, at=NOW):
    services.study_hardship(world.viewer("alice"), hardship_id=one.pk, agrees=True, opinion="情况属实", at=at)
    return services.decide_hardship(
        world.viewer("stella"), hardship_id=one.pk, approves=True, approved_fen=fen, document="党发8号", at=at
    )


def test_the_branch_studies_and_the_level_above_approves(world):
    assessed(world)
    one = ask(world)
    with pytest.raises(AlreadyAsked):
        ask(world, first=12, last=12)
    with pytest.raises(AlreadyDecided):
        services.decide_hardship(
            world.viewer("stella"), hardship_id=one.pk, approves=True, approved_fen=1, document="x", at=NOW
        )
    services.study_hardship(world.viewer("alice"), hardship_id=one.pk, agrees=True, opinion="情况属实", at=NOW)
    with pytest.raises(AboveDecides):
        services.decide_hardship(
            world.viewer("alice"), hardship_id=one.pk, approves=True, approved_fen=500, document="x", at=NOW
        )
    with pytest.raises(SumTooHigh):
        services.decide_hardship(
            world.viewer("stella"), hardship_id=one.pk, approves=True, approved_fen=11460, document="x", at=NOW
        )
    services.decide_hardship(
        world.viewer("stella"), hardship_id=one.pk, approves=True, approved_fen=500, document="党发8号", at=NOW
    )
    assert [row.amount_fen for row in months_of(world)][-3:] == [11460, 500, 500]
    services.bill(SYSTEM, month=date(2026, 12, 1), at=LATER)
    assert months_of(world)[-1].amount_fen == 500


def test_an_exempt_month_is_no_arrears_and_its_late_fact_is_taken_back(world):
    assessed(world)
    services.note_late(SYSTEM, at=NOW)
    assert Fact.objects.filter(kind="dues_late").count() == 10
    approve(world, ask(world, first=1, last=11, fen=0), fen=0)
    assert {row.state for row in months_of(world)} == {"exempt"}
    assert sum(Fact.objects.filter(kind="dues_late").values_list("quantity", flat=True)) == 0
    assert services.raise_tasks(SYSTEM, at=NOW) == []


def test_a_period_over_two_years_is_unclear(world):
    with pytest.raises(PeriodUnclear):
        services.ask_hardship(
            world.viewer("bob"), first_month=date(2026, 12, 1), last_month=date(2027, 1, 1), asked_fen=0,
            reason="x", at=NOW,
        )  # fmt: skip


def test_an_approved_quarter_falls_due_at_its_end_and_may_be_paid_at_once(world):
    assessed(world)
    services.bill(SYSTEM, month=date(2026, 12, 1), at=NOW)
    with pytest.raises(NotInAdvance):
        an_order(world, 12)
    plan = services.ask_quarter(world.viewer("bob"), quarter=4, reason="长期在外地基地", at=NOW)
    services.decide_quarter(world.viewer("alice"), plan_id=plan.pk, agrees=True, at=NOW)
    assert {row.due_on for row in months_of(world)[-3:]} == {date(2026, 12, 31)}
    services.note_late(SYSTEM, at=NOW)
    assert Fact.objects.filter(kind="dues_late").count() == 9
    paid(world, 10, 11, 12)
    assert owed(world) == [f"{number:02d}" for number in range(1, 10)]


def test_arrears_become_tasks_at_one_three_five_and_six_months_and_nobody_loses_a_status(world):
    assessed(world, at=NOW.replace(month=1))
    for month in range(2, 9):
        services.bill(SYSTEM, month=date(2026, month, 1), at=NOW.replace(month=month))
        services.raise_tasks(SYSTEM, at=NOW.replace(month=month))
        services.raise_tasks(SYSTEM, at=NOW.replace(month=month))
    assert list(ArrearsTask.objects.order_by("pk").values_list("months", flat=True)) == [1, 3, 5, 6]
    bob = world.person("bob").membership
    bob.refresh_from_db()
    assert bob.status == "normal"
    task = ArrearsTask.objects.last()
    services.finish_task(world.viewer("alice"), task_id=task.pk, note="已谈话，月底前补交", at=NOW)
    with pytest.raises(AlreadyDecided):
        services.finish_task(world.viewer("alice"), task_id=task.pk, note="再来", at=NOW)


def money_at(world, *, fen=50_000, node=None):
    services.enter_opening(
        STAFF, organisation_id=(node or world.branch_a).pk, account="bank", amount_fen=fen, on=NOW.date(), at=NOW
    )


def rule(world, basis_points=4000):
    services.set_remittance_rule(
        world.viewer("stella"), organisation_kind="party_branch", basis_points=basis_points,
        in_force_from=date(2026, 1, 1), document="集团党委通知", at=NOW,
    )  # fmt: skip


def test_a_changed_part_stands_in_the_audit_log_with_what_it_was(world):
    rule(world)
    rule(world, basis_points=5000)
    rows = AuditRow.objects.filter(action="dues.remittance_rule_set").order_by("pk")
    assert [(row.detail["before"], row.detail["after"]) for row in rows] == [("", 40.0), (40.0, 50.0)]


def test_a_sheet_up_the_tree_is_drawn_sent_and_received_by_three_hands(world):
    assessed(world)
    rule(world)
    paid(world, 10, 11)
    services.give_voluntarily(
        world.viewer("bob"), key=uuid4(), amount_fen=200_000, gateway_code="trial", note="入党三十年", at=NOW
    )
    call_back(Order.objects.latest("pk"))
    draw = {"organisation_id": world.branch_a.pk, "first_month": date(2026, 10, 1), "last_month": date(2026, 11, 1)}
    with pytest.raises(PeriodNotOver):
        services.draw_remittance(world.viewer("alice"), at=NOW, **draw)
    sheet = services.draw_remittance(world.viewer("alice"), at=LATER, **draw)
    assert (sheet.income_fen, sheet.amount_fen, sheet.large_fen) == (22920, 9168, 200_000)
    assert (sheet.people_due, sheet.people_paid, sheet.arrears_fen) == (1, 1, 0)
    with pytest.raises(AlreadyAsked):
        services.draw_remittance(world.viewer("alice"), at=LATER, **draw)
    with pytest.raises(SamePerson):
        services.send_remittance(world.viewer("alice"), remittance_id=sheet.pk, at=LATER)
    with pytest.raises(NotEnoughMoney):
        services.send_remittance(world.viewer("stella"), remittance_id=sheet.pk, at=LATER)
    money_at(world, fen=300_000)
    services.send_remittance(world.viewer("stella"), remittance_id=sheet.pk, at=LATER)
    services.receive_remittance(world.viewer("stella"), remittance_id=sheet.pk, at=LATER)
    with pytest.raises(AlreadyDecided):
        services.receive_remittance(world.viewer("stella"), remittance_id=sheet.pk, at=LATER)
    below, above = trial_balance(world.branch_a.pk), trial_balance(world.hq.pk)
    assert (below["bank"], below["large"], above["bank"], above["large"]) == (90_832, 0, 209_168, -200_000)


def test_money_is_used_by_collective_decision_and_paid_by_another(world):
    money_at(world)
    with pytest.raises(NotCollective):
        a_use(world, present=1)
    key = uuid4()
    one = a_use(world, key=key)
    assert a_use(world, key=key).pk == one.pk
    with pytest.raises(SamePerson):
        services.pay_use(world.viewer("alice"), use_id=one.pk, at=NOW)
    services.pay_use(world.viewer("stella"), use_id=one.pk, at=NOW)
    with pytest.raises(AlreadyDecided):
        services.pay_use(world.viewer("stella"), use_id=one.pk, at=NOW)
    other = a_use(world)
    with pytest.raises(NotEnoughMoney):
        services.pay_use(world.viewer("stella"), use_id=other.pk, at=NOW)
    assert trial_balance(world.branch_a.pk)["bank"] == 20_000


def test_a_year_is_published_once_without_anybodys_sum(world):
    assessed(world)
    paid(world, 10, 11)
    branch = world.branch_a.pk
    with pytest.raises(YearNotOver):
        services.publish_year(world.viewer("alice"), organisation_id=branch, year=2026, at=NOW)
    sheet = services.publish_year(world.viewer("alice"), organisation_id=branch, year=2026, at=JANUARY)
    assert sheet.figures == {
        "people": [{"name": "Bob", "months": 11, "settled": 2}], "accounts": {"dues": 22920}, "balance_fen": 22920
    }  # fmt: skip
    with pytest.raises(AlreadyPublished):
        services.publish_year(world.viewer("alice"), organisation_id=branch, year=2026, at=JANUARY)


def bank_file(*rows, count=None, total=None, day="2026-11-20"):
    lines = ["day,number,amount_yuan,reference", *(f"{day},{number},{fen / 100:.2f},B1" for number, fen in rows)]
    sums = (len(rows) if count is None else count, (sum(fen for _n, fen in rows) if total is None else total) / 100)
    return "\n".join([*lines, f"TOTAL,{sums[0]},{sums[1]:.2f}"]).encode()


def bank(content):
    return services.import_bank_file(STAFF, content=content, day=NOW.date(), gateway_code="trial", at=NOW)


def reconcile():
    return services.reconcile(STAFF, day=NOW.date(), gateway_code="trial", at=NOW)


@pytest.fixture
def two_paid(world):
    for name in ("bob", "alice"):
        assessed(world, name)
    return [paid(world, 11), paid(world, 11, name="alice")]


def test_three_books_that_agree_settle_the_gateways_money_to_the_bank(world, two_paid):
    bank(bank_file(*((order.number, 11460) for order in two_paid)))
    row = reconcile()
    assert (row.agreed, row.here_fen, row.gateway_fen, row.bank_fen) == (2, 22920, 22920, 22920)
    found = trial_balance(world.branch_a.pk)
    assert (found["clearing"], found["bank"]) == (0, 22920)
    reconcile()
    assert trial_balance(world.branch_a.pk)["bank"] == 22920


def test_one_fen_too_little_at_the_bank_is_found(world, two_paid):
    first, second = two_paid
    bank(bank_file((first.number, 11460), (second.number, 11459)))
    reconcile()
    found = Finding.objects.get()
    assert (found.number, found.difference, found.here_fen, found.gateway_fen, found.bank_fen) == (
        second.number, "amount", 11460, 11460, 11459
    )  # fmt: skip
    assert trial_balance(world.branch_a.pk)["clearing"] == 22920
    services.settle_finding(STAFF, finding_id=found.pk, note="银行次日补足", at=NOW)
    reconcile()
    assert trial_balance(world.branch_a.pk)["clearing"] == 0


def test_missing_and_unknown_payments_are_found(world, two_paid):
    first, second = two_paid
    bank(bank_file((first.number, 11460), ("DF-UNKNOWN", 500)))
    reconcile()
    assert set(Finding.objects.values_list("number", "difference")) == {
        (second.number, "missing_bank"), ("DF-UNKNOWN", "unknown_at_bank")
    }  # fmt: skip


def test_a_lost_notice_comes_in_by_the_reconciliation(world):
    assessed(world)
    order = an_order(world)
    notice_of(order)
    assert reconcile().agreed == 1
    order.refresh_from_db()
    assert (order.state, Receipt.objects.count()) == ("paid", 1)


def test_a_gateway_sum_that_differs_is_found_and_pays_nothing(world):
    assessed(world)
    order = an_order(world)
    notice_of(order, amount=order.total_fen + 1)
    reconcile()
    assert Finding.objects.get().difference == "missing_here"
    order.refresh_from_db()
    assert order.state == "open"


@pytest.mark.parametrize(
    "content",
    [
        bank_file(("DF1", 100), total=101), bank_file(("DF1", 100), count=2), bank_file(("DF1", 100), ("DF1", 100)),
        bank_file(("DF1", 100), day="2026-11-19"), bank_file(("D" * 25, 100)),
        bank_file(("DF1", 2**31)), b"", b"\xff\xfe", b"a,b\n1,2\n",
        bank_file(("DF1", 100)).replace(b"1.00", b"1.001"), bank_file(("DF1", 100)).rsplit(b"\n", 1)[0],
    ],
)  # fmt: skip
def test_a_bank_file_that_contradicts_itself_is_refused_whole(db, content):
    with pytest.raises(StatementWrong):
        bank(content)


def test_the_books_rows_cannot_be_changed(world):
    assessed(world)
    paid(world)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Entry.objects.update(amount_fen=1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Receipt.objects.update(number=9)


def test_an_entry_that_does_not_move_anything_cannot_be_written(world):
    common = {"organisation_id": world.branch_a.pk, "occurred_on": NOW.date(), "text": "", "recorded_by": "x",
              "recorded_at": NOW}  # fmt: skip
    for wrong in (
        {"debit": "cash", "credit": "cash", "amount_fen": 1},
        {"debit": "cash", "credit": "dues", "amount_fen": 0},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Entry.objects.create(source_key=str(wrong), **wrong, **common)


class History:
    """What may happen to the dues of a branch, in any order; refusals are part of life."""

    def __init__(self, world):
        self.world, self.at = world, NOW
        for name in ("alice", "bob"):
            assessed(world, name)
        promoted(world, "eve", into=world.branch_a)
        rule(world)

    def pay(self, number):
        paid(self.world, 1 + number % 11, name=("alice", "bob")[number % 2], at=self.at)

    def leave_then_pay(self, number):
        name = ("alice", "bob")[number % 2]
        order = an_order(self.world, 5 + number % 7, name=name, at=self.at)
        services.cancel_order(self.world.viewer(name), number=order.number)
        if number % 3:
            paid(self.world, 5 + number % 7, name=name, at=self.at)
        call_back(order, at=self.at)

    def counter(self, number):
        order = registered(self.world, 5 + number % 7, method=("cash", "bank")[number % 2], at=self.at)
        services.confirm_payment(self.world.viewer("stella"), number=order.number, at=self.at)

    def refund(self, number):
        orders = Order.objects.filter(state__in=["paid", "surplus"]).order_by("pk")
        order = orders[number % max(1, orders.count())] if orders else None
        if order and not Refund.objects.filter(order=order).exists():
            services.ask_refund(self.world.viewer("alice"), number=order.number, reason="退", at=self.at)
            services.finish_refund(self.world.viewer("stella"), number=order.number, at=self.at)

    def give(self, number):
        services.give_voluntarily(
            self.world.viewer("bob"), key=uuid4(), amount_fen=1 + number * 7919, gateway_code="trial", note="说明",
            at=self.at,
        )  # fmt: skip
        call_back(Order.objects.latest("pk"), at=self.at)

    def deposit(self, number):
        branch = self.world.branch_a.pk
        services.deposit(
            STAFF, organisation_id=branch, key=uuid4(), amount_fen=1 + number, on=self.at.date(), at=self.at
        )

    def interest(self, number):
        services.enter_interest(
            STAFF, organisation_id=self.world.branch_a.pk, key=uuid4(), amount_fen=1 + number, on=self.at.date(),
            at=self.at,
        )  # fmt: skip

    def use(self, number):
        one = a_use(self.world, fen=1 + number * 31)
        services.pay_use(self.world.viewer("stella"), use_id=one.pk, at=self.at)

    def settle(self, number):
        orders = Order.objects.filter(gateway="trial", paid_on=self.at.date())
        content = bank_file(*orders.values_list("number", "total_fen"))
        bank(content)
        reconcile()

    def remit(self, number):
        month = date(2026, 1 + number % 10, 1)
        sheet = services.draw_remittance(
            self.world.viewer("alice"), organisation_id=self.world.branch_a.pk, first_month=month, last_month=month,
            at=self.at,
        )  # fmt: skip
        services.send_remittance(self.world.viewer("stella"), remittance_id=sheet.pk, at=self.at)
        services.receive_remittance(self.world.viewer("stella"), remittance_id=sheet.pk, at=self.at)


STEPS = ("pay", "leave_then_pay", "counter", "refund", "give", "deposit", "interest", "use", "settle", "remit")


@pytest.mark.django_db
def test_cash_that_is_at_the_bank_goes_back_from_there_and_never_more_than_is_there(world):
    history = History(world)
    history.counter(0)
    order = Order.objects.get()
    services.deposit(STAFF, organisation_id=world.branch_a.pk, key=uuid4(), amount_fen=1, on=NOW.date(), at=history.at)
    services.ask_refund(world.viewer("alice"), number=order.number, reason="退", at=history.at)
    with pytest.raises(NotEnoughMoney):
        services.finish_refund(world.viewer("stella"), number=order.number, at=history.at)
    rest = order.total_fen - 1
    services.deposit(
        STAFF, organisation_id=world.branch_a.pk, key=uuid4(), amount_fen=rest, on=NOW.date(), at=history.at
    )
    services.finish_refund(world.viewer("stella"), number=order.number, at=history.at)
    book = trial_balance(world.branch_a.pk)
    assert (book["cash"], book["bank"]) == (0, 0)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 40)), max_size=14))
def test_books_always_balance_and_receipts_have_no_gap(steps):
    with transaction.atomic():
        world = build_world()
        history = History(world)
        for name, number in steps:
            try:
                with transaction.atomic():
                    getattr(history, name)(number)
            except Refused:
                continue
        check_books(world)
        transaction.set_rollback(True)


def check_books(world):
    """Every book sums to nothing, money is where orders say, receipts count from one."""
    for node in (world.branch_a, world.hq):
        assert sum(trial_balance(node.pk).values()) == 0
    book = trial_balance(world.branch_a.pk)
    orders = Order.objects.filter(organisation=world.branch_a)
    kept = {state: sum(order.total_fen for order in orders.filter(state=state)) for state in ("paid", "surplus")}
    large = sum(order.total_fen for order in orders.filter(state="paid", purpose="large_voluntary"))
    assert -book["dues"] == kept["paid"] - large
    assert -book["surplus"] == kept["surplus"]
    assert book["cash"] >= 0
    assert book["bank"] >= 0
    above = trial_balance(world.hq.pk)
    spent = sum(book[code] for code in Account.values if code.startswith("use_"))
    assert sum(book[code] for code in MONEY) == (
        -book["dues"] - book["interest"] - book["surplus"] - book["large"] - book["remitted"] - spent
    )
    assert above["bank"] == -above["from_below"] - above["large"]
    numbers = list(
        Receipt.objects.filter(organisation=world.branch_a).order_by("number").values_list("number", flat=True)
    )
    assert numbers == list(range(1, len(numbers) + 1))


def test_late_months_of_the_day_are_noted_once(world):
    assessed(world)
    assert services.note_late(SYSTEM, at=NOW) == 10
    assert services.note_late(SYSTEM, at=NOW + timedelta(days=1)) == 0
