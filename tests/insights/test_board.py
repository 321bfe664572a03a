"""The board: rates of branches, for those who serve them."""

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse

from tests.factories.collection import sent
from tests.factories.points import fact
from tests.world import NOW
from zhibu.collection.api import borne
from zhibu.insights.errors import NoBoard
from zhibu.insights.queries import board


def test_rates_leave_out_the_excused(world):
    for kind, times in [("theme_party_day_attended", 3), ("theme_party_day_missed", 1), ("theme_party_day_excused", 2)]:
        for _ in range(times):
            fact(world.person("bob"), world.branch_a, kind, moment=datetime(2026, 10, 9, tzinfo=UTC))
    found = board(world.viewer("alice"), at=NOW)
    assert [(row.name, row.attended, row.missed, row.rate) for row in found.rows] == [("甲支部", 3, 1, 75.0)]
    assert found.by_month.series[0].values == [None, None, None, None, 75.0, None]


def test_staff_sees_every_branch_in_tree_order(world):
    assert [row.name for row in board(world.viewer("stella"), at=NOW).rows] == ["甲支部", "乙支部"]


def test_what_was_collected_stands_beside_the_meetings(world, as_user):
    sent(world, at=NOW)
    row = next(one for one in board(world.viewer("alice"), at=NOW).burden if one.month == date(2026, 11, 1))
    there = [one for one in borne(world.viewer("alice"), at=NOW) if one.branch_id == world.branch_a.pk]
    assert (row.name, row.requests) == ("甲支部", 1)
    assert [(row.items, row.minutes)] == [(one.asked + one.confirmed, one.minutes) for one in there]
    assert row.minutes > 0
    assert reverse("collection:burden") in as_user("alice").get(reverse("insights:board")).content.decode()


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_members_have_no_board(world, name):
    with pytest.raises(NoBoard):
        board(world.viewer(name), at=NOW)


@pytest.mark.parametrize("facts", [1, 3])
def test_the_number_of_queries_does_not_grow(world, django_assert_num_queries, facts):
    for _ in range(facts):
        fact(world.person("bob"), world.branch_a, "party_lesson_attended", moment=datetime(2026, 10, 9, tzinfo=UTC))
    viewer = world.viewer("stella")
    for number in range(facts):
        sent(world, title=f"第{number}次", over_reason="换发系统", at=NOW)
    with django_assert_num_queries(3):
        board(viewer, at=NOW)
