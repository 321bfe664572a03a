"""Nobody whom a letter is about, and nobody in his line of command, receives it."""

import pytest

from tests.factories.mailbox import a_box, hold_post, make_key, officer
from tests.world import TODAY
from zhibu.mailbox.forms import concerned_of
from zhibu.mailbox.queries import boxes
from zhibu.mailbox.rules.routing import Candidate, Concerned, may_receive
from zhibu.organisations.enums import PostTitle

HQ, A, A1, B = "0001", "00010001", "000100010001", "00010002"


@pytest.mark.parametrize(
    ("candidate", "concerned", "may"),
    [
        (Candidate(1, A), Concerned(2), True),
        (Candidate(1, A), Concerned(1), False),  # himself
        (Candidate(1, A), Concerned(2, leads=(A,)), False),  # the secretary of the same branch
        (Candidate(1, A), Concerned(2, leads=(HQ,)), False),  # a leader above him
        (Candidate(1, HQ), Concerned(2, leads=(A,)), True),  # the level above looks into it
        (Candidate(1, B), Concerned(2, leads=(A,)), True),
        (Candidate(1, HQ, leads=(A,)), Concerned(2, home=(A, A1)), False),  # he leads the branch of the person
        (Candidate(1, HQ, leads=(HQ,)), Concerned(2, home=(A, A1)), True),  # further up is no close quarters
    ],
)
def test_the_line_of_command(candidate, concerned, may):
    assert may_receive(candidate, [concerned]) is may


@pytest.fixture
def two_boxes(world):
    """A mailbox at branch A with Ada and Abe, one at HQ with Dora and Dean."""
    hq = a_box(world)
    return a_box(world, names=("ada", "abe"), organisation=world.branch_a), hq


def names(box, *concerned):
    found = boxes.levels(box, concerned=[person.pk for person in concerned], on=TODAY)
    return [(level.number, [key.person.name for key in level.keys]) for level in found]


def test_a_letter_goes_to_its_mailbox_and_stands_by_above(two_boxes):
    assert names(two_boxes[0]) == [(0, ["Abe", "Ada"]), (1, ["Dean", "Dora"])]
    assert names(two_boxes[1]) == [(0, ["Dean", "Dora"])]


def test_who_is_concerned_is_left_out(world, two_boxes):
    assert names(two_boxes[0], world.person("ada")) == [(0, ["Abe"]), (1, ["Dean", "Dora"])]


def test_the_secretary_of_the_branch_sends_it_to_the_level_above(world, two_boxes):
    assert names(two_boxes[0], world.person("alice")) == [(1, ["Dean", "Dora"])]


def test_a_leader_of_the_whole_leaves_nobody(world, two_boxes):
    hold_post(world, "stella", world.hq, PostTitle.DEPUTY_SECRETARY)
    assert names(two_boxes[0], world.person("stella")) == []


def test_a_holder_who_leads_the_members_own_branch_is_left_out(world, two_boxes):
    hold_post(world, "dora", world.branch_a, PostTitle.DEPUTY_SECRETARY)
    assert names(two_boxes[1], world.person("bob")) == [(0, ["Dean"])]


def test_an_ordinary_member_leaves_everybody(world, two_boxes):
    assert names(two_boxes[0], world.person("charlie"))[0] == (0, ["Abe", "Ada"])


def test_the_way_up_takes_the_same_queries_for_one_and_three(world, two_boxes, django_assert_max_num_queries):
    three = [world.person(name).pk for name in ("bob", "alice", "charlie")]
    with django_assert_max_num_queries(8):
        boxes.levels(two_boxes[0], concerned=three[:1], on=TODAY)
    with django_assert_max_num_queries(8):
        boxes.levels(two_boxes[0], concerned=three, on=TODAY)


def test_a_key_that_nobody_compared_receives_nothing(world, two_boxes):
    officer(world, "dirk")
    make_key(world, "dirk")
    assert names(two_boxes[1]) == [(0, ["Dean", "Dora"])]


def test_who_lost_the_office_receives_nothing(world, two_boxes):
    world.accounts["dora"].roles.update(ended_on=TODAY)
    assert names(two_boxes[1]) == [(0, ["Dean"])]


def found(words):
    return [(one["label"]) for one in boxes.people_found(words, on=TODAY)]


def test_people_are_found_by_post_without_their_names(world):
    assert found("甲支部 书记") == ["甲支部 书记"]


def test_a_name_is_shown_to_whoever_typed_it(world):
    assert found("Alice") == ["甲支部 书记 Alice", "Alice（没有职务的同志）"]


def test_one_character_finds_nobody(world):
    assert (found("书"), found("")) == ([], [])


def test_a_name_without_a_post_is_offered_whether_or_not_anybody_bears_it(world):
    assert found("Bob") == ["Bob（没有职务的同志）"]
    assert found("Zoe") == ["Zoe（没有职务的同志）"]
    assert [one["id"] for one in boxes.people_found("Bob", on=TODAY)] == ["n:Bob"]


def test_a_member_without_a_post_keeps_his_leaders_out(world, two_boxes):
    hold_post(world, "dora", world.branch_a, PostTitle.DEPUTY_SECRETARY)
    assert named(two_boxes[1], "n:Bob") == ["Dean"]
    assert named(two_boxes[1], "n:Charlie") == ["Dean", "Dora"]
    assert named(two_boxes[1], "n:Zoe") == ["Dean", "Dora"]


def named(box, *ticked):
    (level,) = boxes.levels(box, concerned=ticked, on=TODAY)
    return [key.person.name for key in level.keys]


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ([1, "2", "n:Bob"], [1, 2, "n:Bob"]), (["x", "-1", None, {}, "n:" + "长" * 21], []), ("n:Bob", []),
        ([str(n) for n in range(1, 40)], list(range(1, 21))),
    ],
)  # fmt: skip
def test_what_a_page_sends_as_concerned(sent, read):
    assert concerned_of(sent) == read
