"""The board: rates of branches, for those who serve them."""

from datetime import UTC, datetime

import pytest

from tests.factories.points import fact
from tests.world import NOW
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


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_members_have_no_board(world, name):
    with pytest.raises(NoBoard):
        board(world.viewer(name), at=NOW)


@pytest.mark.parametrize("facts", [1, 3])
def test_the_number_of_queries_does_not_grow(world, django_assert_num_queries, facts):
    for _ in range(facts):
        fact(world.person("bob"), world.branch_a, "party_lesson_attended", moment=datetime(2026, 10, 9, tzinfo=UTC))
    viewer = world.viewer("stella")
    with django_assert_num_queries(2):
        board(viewer, at=NOW)
