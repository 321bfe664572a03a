"""Months and working days as the rules count them."""

from datetime import date

import pytest

from zhibu.kernel.calendar import add_months, add_workdays, add_years, is_workday, months_between


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 11, 15), 3, date(2027, 2, 15)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
    ],
)
def test_months_clamp_to_the_last_day(start, months, end):
    assert add_months(start, months) == end


def test_a_leap_day_becomes_the_twenty_eighth():
    assert add_years(date(2024, 2, 29), 3) == date(2027, 2, 28)


def test_the_national_day_week_is_no_work():
    assert [is_workday(date(2025, 10, day)) for day in (1, 2, 8, 9, 11)] == [False, False, False, True, True]


def test_five_working_days_over_a_weekend():
    assert add_workdays(date(2026, 11, 20), 5) == date(2026, 11, 27)


def test_beyond_the_known_tables_weekends_count():
    assert [is_workday(date(2035, 11, day)) for day in (2, 3)] == [True, False]


def test_whole_months_between():
    pairs = [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 1, 15), date(2026, 3, 14)),
        (date(2026, 5, 1), date(2026, 4, 1)),
    ]
    assert [months_between(a, b) for a, b in pairs] == [1, 1, 0]
