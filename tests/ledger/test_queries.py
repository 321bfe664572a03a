"""Counts and balances, read from what stands."""

from datetime import date, timedelta

import pytest

from tests.factories.ledger import entry
from tests.world import NOW, TODAY, World
from zhibu.ledger.enums import Mode
from zhibu.ledger.queries import balance, books, counts, entries, tally, time_line
from zhibu.ledger.rules import Period, late_by, quantity_text, quarter_of
from zhibu.ledger.services import correct

YEAR = Period(date(2026, 1, 1), TODAY)


@pytest.fixture
def alice(world: World):
    return world.viewer("alice")


def test_counts_by_kind_month_and_subtree(world, django_assert_num_queries):
    last_month = NOW - timedelta(days=30)
    for name, branch, occurred in [
        ("bob", world.branch_a, NOW), ("alice", world.branch_a, NOW), ("bob", world.branch_a, last_month),
        ("charlie", world.branch_b, NOW),
    ]:  # fmt: skip
        entry(world.person(name), branch, occurred_at=occurred)
    wrong = entry(world.person("bob"), world.branch_a, kind="class_hours", quantity=40)
    stella = world.viewer("stella")
    correct(stella, entry_id=wrong.pk, reason="半天", at=NOW, quantity=20, mode=Mode.OFFLINE)
    with django_assert_num_queries(1):
        rows = list(counts(stella, path=world.branch_a.path, period=YEAR))
    assert [(row["kind"], row["step"].month, row["facts"], row["people"], row["quantity"]) for row in rows] == [
        ("theme_party_day_attended", 10, 1, 1, 10),
        ("class_hours", 11, 1, 1, 20),
        ("theme_party_day_attended", 11, 2, 2, 20),
    ]
    whole = counts(stella, path=world.hq.path, period=YEAR, step="year")
    assert {row["kind"]: row["facts"] for row in whole} == {"class_hours": 1, "theme_party_day_attended": 4}


def test_an_outsider_counts_nothing(world):
    entry(world.person("bob"), world.branch_a)
    assert list(counts(world.viewer("charlie"), path=world.branch_a.path, period=YEAR)) == []
    assert list(counts(world.viewer("dana"), path=world.branch_a.path, period=YEAR)) == []


def test_the_balance_counts_taking_part_by_month(world, alice, django_assert_num_queries):
    for mode, kind in [
        (Mode.ONLINE, "theme_party_day_attended"), (Mode.OFFLINE, "theme_party_day_attended"),
        (Mode.PAPER, "volunteer_service_attended"), (Mode.OFFLINE, "members_meeting_missed"),
        (Mode.OFFLINE, "members_meeting_excused"),
    ]:  # fmt: skip
        entry(world.person("bob"), world.branch_a, mode=mode, kind=kind)
    with django_assert_num_queries(1):
        months = balance(alice, path=world.branch_a.path, up_to=TODAY)
    assert (len(months), months[0].month, months[-1].month) == (12, date(2025, 12, 1), date(2026, 11, 1))
    assert [(m.online, m.offline, m.online_share) for m in months[-2:]] == [(0, 0, None), (1, 2, 33)]


def test_the_month_is_the_one_in_shanghai(world, alice):
    entry(world.person("bob"), world.branch_a, occurred_at=NOW.replace(day=1, hour=0) - timedelta(hours=5))
    assert [m.offline for m in balance(alice, path=world.branch_a.path, up_to=TODAY)][-2:] == [0, 1]


def test_who_sees_which_entries(world):
    own, other = entry(world.person("bob"), world.branch_a), entry(world.person("charlie"), world.branch_b)
    seen = {name: set(entries(world.viewer(name))) for name in ("bob", "charlie", "alice", "stella", "dana", "eve")}
    assert seen == {
        "bob": {own}, "charlie": {other}, "alice": {own}, "stella": {own, other}, "dana": set(), "eve": set()
    }  # fmt: skip
    assert list(time_line(world.viewer("charlie"), world.person("bob").pk)) == []


def test_the_tally_sums_what_stands(world, alice):
    entry(world.person("bob"), world.branch_a, kind="class_hours", quantity=40)
    entry(world.person("bob"), world.branch_a, kind="class_hours", quantity=15)
    found = tally(alice, world.person("bob").pk, period=YEAR)
    assert [(kind.label, kind.facts, kind.amount) for kind in found] == [("学时", 2, "5.5 学时")]


def test_books_are_those_of_ones_post(world, alice):
    assert [book.short_name for book in books(alice)] == ["甲支部", "甲一组"]
    assert list(books(world.viewer("bob"))) == []


@pytest.mark.parametrize(("tenths", "text"), [(10, "1"), (15, "1.5"), (-5, "-0.5"), (0, "0"), (400, "40")])
def test_tenths_are_written_as_people_do(tenths, text):
    assert quantity_text(tenths) == text


def test_a_delay_counts_days_in_shanghai():
    assert late_by(NOW - timedelta(days=9), NOW) == 9
    assert late_by(NOW.replace(hour=15), NOW.replace(hour=17)) == 1, "23:00 and 01:00 in Shanghai"
    assert late_by(NOW, NOW) == 0


def test_a_quarter_has_both_its_ends():
    assert quarter_of(TODAY) == Period(date(2026, 10, 1), date(2026, 12, 31))
