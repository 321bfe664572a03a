"""Periods that a book is asked for."""

from datetime import date

import pytest

from zhibu.ledger.forms import PeriodForm
from zhibu.ledger.rules import quarter_of

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("1026-01-01", "2026-12-31"),
        ("1990-01-01", ""),
        ("9999-12-31", "9999-12-31"),
        ("x", "y"),
        ("0001-01-01", "0001-01-01"),
        ("1920-12-31", "1921-01-01"),
    ],
)
def test_a_period_nobody_can_read_is_refused_and_the_quarter_shown(first, last):
    form = PeriodForm({"first": first, "last": last})
    assert (form.is_valid(), form.period(TODAY)) == (False, quarter_of(TODAY))


def test_the_first_year_of_a_book_is_that_of_the_party():
    assert PeriodForm({"first": "1921-01-01", "last": "1921-12-31"}).is_valid()


def test_five_years_are_a_book():
    assert PeriodForm({"first": "2022-01-01", "last": "2026-12-31"}).is_valid()
