"""The fast way in: what is taken, what is refused with which words, and what stands in the log."""

import asyncio
import json
from datetime import timedelta

import pytest
from django.db import transaction

from tests.factories.quiz import RIGHT, a_round, entered, opens
from zhibu.members.services.membership import move_branch
from zhibu.quiz.handlers import may_host, may_read
from zhibu.quiz.models import Answer, Entrant, Question
from zhibu.quiz.services.room import COUNT_EVERY_S, Memory, QuizRoom, _count
from zhibu.realtime.api import Post

SECOND = timedelta(seconds=1)


def ns(moment):
    return int(moment.timestamp() * 1_000_000) * 1000


class Line:
    """A room with a sequencer, as the edge has it."""

    def __init__(self, round_):
        self.room, self.name, self.at = QuizRoom(), f"quiz.{round_.pk}", opens(round_, 1) + 3 * SECOND
        self.number = self.room.open(self.name) or 0

    def post(self, person, question=1, value=None, *, key="k1", at=None, **body):
        self.number += 1
        value = RIGHT.get(question) if value is None else value
        body = {"q": question, "a": value} | body
        return Post(self.name, person.pk, key, body, self.number, ns(at or self.at), 40.0)

    def send(self, *posts):
        """Admit, store together, tell; one answer a post."""
        answers = [self.room.admit(post) for post in posts]
        taken = [post for post, no in zip(posts, answers, strict=True) if no is None]
        with transaction.atomic():
            said = self.room.store(taken)
        self.room.stored(taken, said)
        rest = iter(said)
        return [no or next(rest) for no in answers]


@pytest.fixture
def round_(world):
    made = a_round(world)
    entered(world, made, "alice", "bob")
    return made


@pytest.fixture
def line(round_):
    return Line(round_)


def code(answer):
    return answer.get("code")


def test_answers_are_stored_with_number_times_and_claim(world, line):
    bob = world.person("bob")
    assert line.send(line.post(bob, claim=2900.5), line.post(world.person("alice"), key="k2")) == [{"n": 1}, {"n": 2}]
    row = Answer.objects.get(person=bob)
    assert (row.number, row.claim_us, row.rtt_us, json.loads(row.body)) == (1, 2_900_500, 40_000, 1)
    assert row.read_at_ns - row.shown_at_ns == 3 * 10**9


def test_a_repeated_post_gets_its_first_acknowledgement_and_a_second_answer_is_refused(world, line):
    bob = world.person("bob")
    first = line.post(bob)
    assert line.send(first) == [{"n": 1}]
    again, other = line.post(bob), line.post(bob, value=0, key="k9")
    assert line.send(again) == [{"n": 1}]
    assert code(line.send(other)[0]) == "answered_already"
    assert Answer.objects.count() == 1


def test_after_a_restart_the_log_still_knows_who_has_answered_and_counting_goes_on(world, round_, line):
    bob = world.person("bob")
    line.send(line.post(bob))
    new = Line(round_)
    assert new.number == 1
    assert new.send(new.post(bob)) == [{"n": 1}]
    assert code(new.send(new.post(bob, key="k9"))[0]) == "answered_already"


def test_two_edges_that_know_nothing_of_each_other_still_count_once(world, round_, line):
    other, bob = Line(round_), world.person("bob")
    line.send(line.post(bob))
    assert code(other.send(other.post(bob, key="k9"))[0]) == "answered_already"
    assert other.send(other.post(bob)) == [{"n": 1}]
    assert Answer.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "refused"),
    [
        ({"q": 9}, "no_such_quiz_question"), ({"q": "1"}, "no_such_quiz_question"),
        ({"q": True}, "no_such_quiz_question"),
        ({"a": 3}, "answer_unreadable"), ({"a": [1]}, "answer_unreadable"), ({"a": "1"}, "answer_unreadable"),
        ({"q": 2, "a": [0, 0]}, "answer_unreadable"), ({"q": 5, "a": "立" * 61}, "answer_unreadable"),
        ({"q": 3, "a": 1}, "answer_unreadable"),
    ],
)  # fmt: skip
def test_what_is_no_answer_is_refused_in_words(world, line, body, refused):
    answer = line.send(line.post(world.person("bob"), **body))[0]
    assert code(answer) == refused
    assert answer["sentence"].endswith("。")
    assert Answer.objects.count() == 0


@pytest.mark.parametrize("fresh", [True, False])
@pytest.mark.parametrize(("seconds", "refused"), [(-0.001, "too_early"), (20.301, "too_late"), (0, None), (20.3, None)])
def test_too_early_and_too_late_by_the_servers_clock(world, round_, line, seconds, refused, fresh):
    line.room.rooms[line.name].fresh_at *= fresh
    at = opens(round_, 1) + timedelta(seconds=seconds)
    answer = line.send(line.post(world.person("bob"), at=at))[0]
    assert code(answer) == refused
    assert Answer.objects.count() == (refused is None)


def test_who_came_too_early_may_answer_again_in_time(world, round_, line):
    line.room.rooms[line.name].fresh_at = 0
    bob, early = world.person("bob"), opens(round_, 1) - SECOND
    assert code(line.send(line.post(bob, at=early))[0]) == "too_early"
    assert line.send(line.post(bob, key="k2")) == [{"n": 2}]


@pytest.mark.parametrize("claim", [-5, 1e300, float("nan"), "3", True, None])
def test_a_clock_set_back_claims_nothing(world, line, claim):
    line.send(line.post(world.person("bob"), claim=claim))
    assert Answer.objects.get().claim_us is None


def test_a_moved_question_is_seen_by_a_room_that_was_open_before(world, round_, line):
    Question.objects.filter(round=round_, number=1).update(opens_at=line.at + SECOND, closes_at=line.at + 9 * SECOND)
    line.room.rooms[line.name].fresh_at = 0
    assert code(line.send(line.post(world.person("bob")))[0]) == "too_early"


def test_a_member_who_leaves_the_branch_during_the_round_answers_no_more(
    world, round_, line, django_capture_on_commit_callbacks
):
    bob, stella = world.person("bob"), world.viewer("stella")
    line.send(line.post(bob))
    moved_on = opens(round_, 1).date()
    with django_capture_on_commit_callbacks(execute=True):
        move_branch(stella, person_id=bob.pk, branch_id=world.branch_b.pk, moved_on=moved_on, at=line.at)
    assert Entrant.objects.get(person=bob).left_at
    assert not may_read(world.viewer("bob"), str(round_.pk), to="post")
    line.room.rooms[line.name].fresh_at = 0
    assert code(line.send(line.post(bob, 2, key="k2", at=opens(round_, 2) + SECOND))[0]) == "not_meant"
    assert Answer.objects.count() == 1


def test_who_may_read_post_and_host(world, round_):
    key = str(round_.pk)
    names = ("alice", "bob", "charlie", "stella", "eve")
    assert [may_read(world.viewer(n), key) for n in names] == [True, True, False, True, False]
    assert [may_read(world.viewer(n), key, to="post") for n in names] == [True, True, False, False, False]
    assert [may_host(world.viewer(n), key) for n in names] == [True, False, False, True, False]
    assert not may_read(world.viewer("alice"), "x")


def test_two_rounds_at_once_keep_their_answers_apart(world, round_):
    other = a_round(world)
    entered(world, other, "bob")
    one, two, bob = Line(round_), Line(other), world.person("bob")
    two.room = one.room
    two.room.open(two.name)
    assert one.send(one.post(bob), two.post(bob)) == [{"n": 1}, {"n": 1}]
    assert set(Answer.objects.values_list("round_id", flat=True)) == {round_.pk, other.pk}


def test_hosts_hear_how_many_have_answered(world, line, published):
    line.send(line.post(world.person("bob")), line.post(world.person("alice"), key="k2"))
    assert published[-1] == (line.name.replace("quiz.", "quizhost."), "counted", {"1": 2})


def test_a_count_that_comes_right_after_another_is_told_too(published):
    asyncio.run(_two_counts(published))


async def _two_counts(published):
    memory = Memory(7, {}, counts={1: 1})
    _count(memory)
    memory.counts[1] = 2
    _count(memory)
    assert published == []
    await asyncio.sleep(COUNT_EVERY_S + 0.1)
    assert published == [("quizhost.7", "counted", {"1": 2})]
