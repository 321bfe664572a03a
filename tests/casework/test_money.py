"""The trail of what was given: fen, receipts, reversals; never above the bound, never twice, never changed."""

from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st

from tests.factories.casework import a_file, pay, staffed, taken
from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.casework import services
from zhibu.casework.errors import AlreadyReversed, AmountUnclear, NoSuchCase, NotHolder, TooMuch, WordsMissing
from zhibu.casework.models import Outlay
from zhibu.casework.queries.money import given_fen
from zhibu.casework.rules.values import as_yuan, fen

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def test_money_is_noted_once_with_its_receipt(hall):
    case, key = taken(hall), uuid4()
    first = pay(hall, case, key=key, receipt=a_file())
    assert pay(hall, case, key=key, receipt=a_file()) == first
    assert (given_fen(case), first.receipt_file_id is not None) == (50000, True)
    assert AuditRow.objects.filter(action="casework.paid").count() == 1


@pytest.mark.parametrize(("amount", "to"), [(0, "Bob"), (-1, "Bob"), (100, "  ")])
def test_an_unclear_amount_is_refused(hall, amount, to):
    with pytest.raises(AmountUnclear):
        pay(hall, taken(hall), amount=amount, to=to)


def test_one_fen_above_the_bound_is_too_much(hall):
    case = taken(hall)
    pay(hall, case, amount=150000)
    with pytest.raises(TooMuch, match="¥2,000"):
        pay(hall, case, amount=50001)
    pay(hall, case, amount=50000)
    assert given_fen(case) == 200000


def test_a_mistake_is_reversed_once_with_a_reason(hall):
    case = taken(hall)
    row = pay(hall, case)
    reverse = {"outlay_id": row.pk, "at": NOW}
    with pytest.raises(WordsMissing):
        services.reverse_outlay(hall.viewer("uma"), key=uuid4(), reason=" ", **reverse)
    back = services.reverse_outlay(hall.viewer("uma"), key=uuid4(), reason="多写一个零", **reverse)
    assert (back.amount_fen, given_fen(case)) == (-50000, 0)
    with pytest.raises(AlreadyReversed):
        services.reverse_outlay(hall.viewer("uma"), key=uuid4(), reason="再来", **reverse)
    with pytest.raises(NoSuchCase):
        services.reverse_outlay(hall.viewer("uma"), outlay_id=back.pk, key=uuid4(), reason="冲正冲正", at=NOW)


def test_only_the_holder_pays(hall):
    case = taken(hall)
    services.release(hall.viewer("uma"), case_id=case.pk, at=NOW)
    with pytest.raises(NotHolder):
        pay(hall, case)
    with pytest.raises(NoSuchCase):
        pay(hall, case, by="charlie")


@pytest.mark.parametrize(
    "statement", ["UPDATE casework_outlay SET amount_fen = 1", "UPDATE casework_entry SET note = ''"]
)
def test_the_database_changes_no_row(hall, statement):
    pay(hall, taken(hall))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert Outlay.objects.get().amount_fen == 50000


@given(st.integers(min_value=0, max_value=10**11))
def test_yuan_and_fen_are_each_other(amount):
    assert fen(as_yuan(amount)) == amount


@pytest.mark.parametrize("text", ["", "1.234", "-1", "一百", "1e3x", "NaN", "Infinity", "9" * 40])
def test_what_is_no_amount_is_none(text):
    assert fen(text) is None
