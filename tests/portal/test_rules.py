"""Which cards come first, which doors are shown."""

from datetime import timedelta

from tests.world import NOW
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Grant, Viewer
from zhibu.portal.rules import Door, Hall, halls_for, most_pressing, open_to


def card(name, weight, due_in=None):
    return Todo(name, "去看看", "/", NOW + timedelta(hours=due_in) if due_in is not None else None, weight)


def test_the_most_pressing_card_comes_first_then_the_one_that_is_due_first():
    cards = [card("d", 4, 1), card("c", 2), card("b", 2, 9), card("a", 0, 48)]
    assert [one.sentence for one in most_pressing(cards, at=NOW)] == ["a", "b", "c", "d"]


def test_what_is_overdue_comes_right_after_what_is_going_on_and_the_oldest_first():
    cards = [card("d", 2, 1), card("c", 4, -1), card("b", 3, -900), card("a", 0, -1)]
    assert [one.sentence for one in most_pressing(cards, at=NOW)] == ["a", "b", "c", "d"]


def test_a_door_with_roles_is_shown_to_those_who_hold_one_anywhere():
    door = Door("导入名册", "upload", "members:imports", ("party_affairs",))
    assert open_to(Viewer(account_id=1, grants=(Grant("party_affairs", "0001", 1),)), door) is True
    assert open_to(Viewer(account_id=1, grants=(Grant("secretary", "0001", 1),)), door) is False


def test_a_hall_without_an_open_door_is_left_out():
    halls = (
        Hall("我的事", (Door("经历", "history", "x"),)),
        Hall("管理", (Door("审计", "shield", "y", ("audit_admin",)),)),
    )
    assert [hall.label for hall in halls_for(Viewer(account_id=1), halls)] == ["我的事"]
