"""A round from its first second to its result, as the worker drives it; and the server that was killed in between."""

from datetime import timedelta

import pytest

from tests.factories.quiz import RIGHT, WRONG, a_round, entered, log, opens
from tests.world import NOW
from zhibu.kernel.models import DueTask
from zhibu.ledger.models import Entry
from zhibu.quiz.enums import Mode, Policy, State
from zhibu.quiz.models import First, Missed, Question, Round, Score
from zhibu.quiz.services.conducting import conduct
from zhibu.quiz.services.results import replay
from zhibu.quiz.tasks import step

SECOND = timedelta(seconds=1)


def run(round_, *, until=None):
    """Look at the round whenever it asks for it; returns the moments."""
    moments, at = [], round_.starts_at
    while at and (until is None or at <= until):
        moments.append(at)
        at = conduct(round_id=round_.pk, at=at)
    return moments


def test_a_round_opens_each_key_at_its_time_and_ends_by_itself(world, published):
    round_ = a_round(world)
    published.clear()
    run(round_)
    told = [
        (event, data.get("n") if data else None) for topic, event, data in published if topic == f"quiz.{round_.pk}"
    ]
    assert told == [
        ("steps", None), *[(event, n) for n in range(1, 6) for event in ("open", "result")], ("ended", None)
    ]  # fmt: skip
    opened = {data["n"]: data["key"] for _, event, data in published if event == "open"}
    assert opened == dict(Question.objects.filter(round=round_).values_list("number", "secret"))
    round_.refresh_from_db()
    assert round_.state == State.ENDED


def test_before_the_start_no_key_is_told(world, published):
    round_ = a_round(world)
    assert conduct(round_id=round_.pk, at=round_.starts_at - SECOND) == round_.starts_at
    assert [event for _, event, _ in published if event == "open"] == []


def test_the_first_right_answer_of_each_question_is_named_with_the_explanation(world, published):
    round_ = a_round(world)
    entered(world, round_, "alice", "bob")
    log(round_, world.person("alice"), 1, WRONG[1], number=1)
    log(round_, world.person("bob"), 1, RIGHT[1], number=2, after=2.5)
    run(round_)
    result = next(data for _, event, data in published if event == "result" and data["n"] == 1)
    assert (result["first"], result["ms"], result["words"], result["chosen"]) == (
        "Bob",
        2500,
        "B. 七月",
        {"0": 1, "1": 1},
    )
    assert First.objects.get().person == world.person("bob")


def test_the_end_writes_scores_facts_once_and_what_is_to_be_learnt(world):
    round_ = a_round(world)
    entered(world, round_, "alice", "bob")
    for number in RIGHT:
        log(round_, world.person("bob"), number, RIGHT[number], number=number)
        log(round_, world.person("alice"), number, WRONG[number] if number > 2 else RIGHT[number], number=10 + number)
    run(round_)
    conduct(round_id=round_.pk, at=NOW + timedelta(days=1))
    scores = dict(Score.objects.values_list("person__name", "right"))
    assert scores == {"Alice": 2, "Bob": 5}
    fact = Entry.objects.get()
    assert (fact.kind, fact.member, fact.organisation) == ("quiz_passed", world.person("bob"), world.branch_a)
    assert sorted(Missed.objects.values_list("person__name", "question")) == [("Alice", 3), ("Alice", 4), ("Alice", 5)]
    assert Score.objects.get(is_first=True).person == world.person("bob")
    assert replay(round_.pk) == []


def test_a_practice_leaves_no_fact_and_no_first(world):
    round_ = a_round(world, mode=Mode.PRACTICE)
    entered(world, round_, "bob")
    for number in RIGHT:
        log(round_, world.person("bob"), number, RIGHT[number], number=number)
    run(round_)
    assert Entry.objects.count() == 0
    assert First.objects.count() == 0
    assert not Score.objects.get().is_first


def test_a_server_killed_between_answer_and_result_goes_on_and_takes_no_question_from_anybody(world, published):
    round_ = a_round(world)
    run(round_, until=opens(round_, 2))
    published.clear()
    back = opens(round_, 2) + 120 * SECOND
    conduct(round_id=round_.pk, at=back)
    second, third = Question.objects.get(round=round_, number=2), Question.objects.get(round=round_, number=3)
    assert second.closes_at == back + 8 * SECOND
    assert third.opens_at > second.closes_at
    assert (f"quiz.{round_.pk}", "steps", None) in published
    log(round_, world.person("bob"), 2, RIGHT[2], number=1)
    at = back
    while at:
        at = conduct(round_id=round_.pk, at=at)
    assert Round.objects.get(pk=round_.pk).state == State.ENDED
    assert Score.objects.get().right == 1


def test_looking_twice_at_the_same_moment_does_nothing_twice(world, published):
    round_ = a_round(world)
    published.clear()
    for _ in range(3):
        conduct(round_id=round_.pk, at=round_.starts_at)
    assert [event for _, event, _ in published] == ["steps", "open"]


def test_the_clock_stands_in_rows_that_a_restarted_worker_finds(world):
    round_ = a_round(world)
    rows = DueTask.objects.filter(job="quiz.step", arguments__round_id=round_.pk, done_at=None)
    assert sorted(rows.values_list("due_at", flat=True)) == [round_.starts_at - 2 * SECOND, round_.starts_at + SECOND]
    step(at=round_.starts_at + SECOND, round_id=round_.pk, stamp=int(round_.starts_at.timestamp() * 1000))
    assert Question.objects.get(round=round_, number=1).opened_at
    close = opens(round_, 1) + timedelta(seconds=20.3)
    assert rows.filter(due_at=close - 2 * SECOND).exists()
    assert rows.filter(due_at=close + SECOND).exists()


def test_the_result_waits_for_the_last_window_and_each_window_has_its_own_first(world):
    night = (NOW + timedelta(hours=8), NOW + timedelta(hours=9))
    round_ = a_round(world, windows=(night,))
    entered(world, round_, "alice", "bob")
    log(round_, world.person("alice"), 1, RIGHT[1], number=1, after=2)
    log(round_, world.person("bob"), 1, RIGHT[1], number=2, after=4, window=1)
    moments = run(round_)
    assert moments[-1] == night[1] + timedelta(seconds=20.3)
    assert dict(First.objects.values_list("window", "person__name")) == {0: "Alice", 1: "Bob"}
    assert set(Score.objects.filter(is_first=True).values_list("person__name", flat=True)) == {"Alice", "Bob"}


def test_a_round_of_windows_alone_runs_without_a_common_start(world):
    window = (NOW + timedelta(hours=8), NOW + timedelta(hours=9))
    round_ = a_round(world, starts_at=None, windows=(window,))
    assert conduct(round_id=round_.pk, at=window[0]) == window[1] + timedelta(seconds=20.3)
    assert Round.objects.get(pk=round_.pk).state == State.RUNNING
    assert conduct(round_id=round_.pk, at=window[1] + timedelta(seconds=21)) is None
    assert Round.objects.get(pk=round_.pk).state == State.ENDED


def test_replay_says_what_differs(world):
    round_ = a_round(world, policy=Policy.REACTION)
    log(round_, world.person("bob"), 1, RIGHT[1], number=1)
    run(round_)
    assert replay(round_.pk) == []
    Score.objects.update(right=5)
    assert len(replay(round_.pk)) == 1
    First.objects.all().delete()
    assert len(replay(round_.pk)) == 2


@pytest.mark.parametrize("missing", [0, 999])
def test_a_look_at_no_round_does_nothing(world, missing):
    assert conduct(round_id=missing, at=NOW) is None
