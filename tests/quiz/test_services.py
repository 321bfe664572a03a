"""Setting up, entering, windows, evenings, reminders: what is allowed to whom, and what is refused in words."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.questions import add_question
from tests.factories.quiz import RIGHT, WRONG, a_round, entered, in_state, log, opens
from tests.world import NOW, add_member
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import NotFound, Refused
from zhibu.notify.models import Message
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.questions.models import Question as BankQuestion
from zhibu.quiz.api import things_to_do
from zhibu.quiz.enums import Mode, State
from zhibu.quiz.models import Answer, Entrant, Evening, Missed, Opening, Question, Round
from zhibu.quiz.queries.play import state, turn
from zhibu.quiz.queries.review import missed, result
from zhibu.quiz.queries.rounds import rounds
from zhibu.quiz.services import rounds as services
from zhibu.quiz.services.answering import answer, open_question
from zhibu.quiz.services.conducting import conduct
from zhibu.quiz.services.evenings import EveningPlan, prepare_evenings, set_evening, stop_evening
from zhibu.quiz.services.joining import join
from zhibu.quiz.services.reminders import remind
from zhibu.quiz.services.review import practise

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)
NIGHT = (NOW + 8 * HOUR, NOW + 10 * HOUR)


def refused(call, *args, **kwargs):
    """The code with which something is refused."""
    with pytest.raises(Refused) as caught:
        call(*args, **kwargs)
    return caught.value.code


# setting up


def test_an_officer_sets_up_a_round_once_however_often_the_form_is_sent(world):
    key, plan = uuid4(), services.Plan(title="每晚五题", starts_at=NOW + HOUR)
    order = {"organisation_id": world.branch_a.pk, "plan": plan, "key": key, "at": NOW}
    assert services.create_round(world.viewer("alice"), **order) == services.create_round(
        world.viewer("alice"), **order
    )
    assert Round.objects.count() == 1


@pytest.mark.parametrize("name", ["bob", "charlie", "eve", "dana"])
def test_nobody_else_sets_up_a_round_of_the_branch(world, name):
    plan = services.Plan(title="每晚五题", starts_at=NOW + HOUR)
    with pytest.raises(NoSuchOrganisation):
        services.create_round(world.viewer(name), organisation_id=world.branch_a.pk, plan=plan, key=uuid4(), at=NOW)


def test_a_later_edit_of_the_bank_changes_nothing_of_a_round(world):
    round_ = a_round(world)
    BankQuestion.objects.update(stem="改过的题", key=0)
    assert {q.sheet["stem"] for q in Question.objects.filter(round=round_)} & {"改过的题"} == set()


def test_sealing_needs_questions_and_a_time_ahead(world):
    alice = world.viewer("alice")
    empty = a_round(world, sealed=False, kinds=())
    assert refused(services.seal_round, alice, round_id=empty.pk, at=NOW) == "no_questions_yet"
    late = a_round(world, sealed=False)
    assert refused(services.seal_round, alice, round_id=late.pk, at=late.starts_at) == "no_time_given"


def test_a_sealed_round_is_not_changed_until_it_is_taken_back(world):
    alice, round_ = world.viewer("alice"), a_round(world)
    plan = services.Plan(title="改", starts_at=NOW + 2 * HOUR)
    assert refused(services.change_round, alice, round_id=round_.pk, plan=plan, at=NOW) == "wrong_round_state"
    services.unseal_round(alice, round_id=round_.pk, at=NOW)
    assert set(Question.objects.filter(round=round_).values_list("secret", "opens_at")) == {("", None)}
    assert services.change_round(alice, round_id=round_.pk, plan=plan, at=NOW).title == "改"


def test_questions_by_rule_come_from_the_bank_and_too_few_are_said(world):
    alice, round_ = world.viewer("alice"), a_round(world, sealed=False)
    services.pick_questions(alice, round_id=round_.pk, count=3, seed=1, at=NOW)
    assert round_.questions.count() == 3
    assert refused(services.pick_questions, alice, round_id=round_.pk, count=50, seed=1, at=NOW) == "too_few_questions"


def test_two_hosts_who_begin_at_once_begin_once(world):
    round_, alice, stella = a_round(world), world.viewer("alice"), world.viewer("stella")
    services.begin_now(alice, round_id=round_.pk, at=NOW)
    services.begin_now(stella, round_id=round_.pk, at=NOW + 2 * SECOND)
    assert Round.objects.get(pk=round_.pk).starts_at == NOW + 5 * SECOND
    assert opens(round_, 1) == NOW + 5 * SECOND


def test_a_round_that_runs_is_neither_taken_back_nor_cancelled(world):
    alice, round_ = world.viewer("alice"), in_state(world, State.RUNNING)
    for step in (services.unseal_round, services.cancel_round, services.publish_round):
        assert refused(step, alice, round_id=round_.pk, at=NOW) == "wrong_round_state"


@pytest.mark.parametrize("name", ["bob", "charlie"])
def test_a_round_is_hosted_by_officers_alone(world, name):
    round_ = a_round(world)
    for step in (services.seal_round, services.begin_now, services.cancel_round):
        with pytest.raises(NotFound):
            step(world.viewer(name), round_id=round_.pk, at=NOW)


def test_a_round_of_the_committee_is_seen_by_all_below_and_one_of_a_branch_by_that_branch(world):
    a_round(world, title="甲")
    a_round(world, organisation=world.hq, title="全")
    a_round(world, sealed=False, title="备")
    seen = {n: sorted(rounds(world.viewer(n)).values_list("title", flat=True)) for n in ("bob", "charlie", "eve")}
    assert seen == {"bob": ["全", "甲"], "charlie": ["全"], "eve": []}


# what phones are told


def test_a_phone_holds_sealed_texts_before_the_start_and_keys_only_of_what_is_open(world):
    round_ = a_round(world)
    entered(world, round_, "bob")
    before = state(world.viewer("bob"), round_.pk, at=round_.starts_at - SECOND)
    assert {(step["key"], step["text"]) for step in before["steps"]} == {("", None)}
    assert all(len(step["sealed"]) > 1000 for step in before["steps"])
    during = state(world.viewer("bob"), round_.pk, at=opens(round_, 2) + SECOND)
    assert [bool(step["key"]) for step in during["steps"]] == [True, True, False, False, False]
    assert "explanation" not in str(before)


def test_who_comes_back_sees_the_open_question_his_answer_and_what_is_settled(world):
    round_ = a_round(world)
    entered(world, round_, "bob")
    conduct(round_id=round_.pk, at=opens(round_, 1))
    log(round_, world.person("bob"), 1, WRONG[1], number=1)
    conduct(round_id=round_.pk, at=opens(round_, 1) + timedelta(seconds=20.3))
    conduct(round_id=round_.pk, at=opens(round_, 2))
    told = state(world.viewer("bob"), round_.pk, at=opens(round_, 2) + SECOND)
    assert told["mine"] == {"1": 0}
    assert told["results"]["1"]["words"] == "B. 七月"
    assert told["steps"][1]["closes"] - told["now"] == 19_000


# entering


def test_entering_is_once_and_only_for_those_who_are_meant(world):
    round_ = a_round(world)
    bob = world.viewer("bob")
    assert join(bob, round_id=round_.pk, at=NOW) == join(bob, round_id=round_.pk, at=NOW)
    assert Entrant.objects.get().organisation == world.branch_a
    assert refused(join, world.viewer("stella"), round_id=round_.pk, at=NOW) == "not_meant"
    with pytest.raises(NotFound):
        join(world.viewer("charlie"), round_id=round_.pk, at=NOW)


def test_a_late_joiner_enters_while_the_last_question_is_open(world):
    round_ = a_round(world)
    assert join(world.viewer("bob"), round_id=round_.pk, at=opens(round_, 5) + SECOND).window == 0
    assert refused(join, world.viewer("alice"), round_id=round_.pk, at=opens(round_, 5) + HOUR) == "window_closed"


def test_teams_are_the_nodes_just_below_the_round(world):
    add_member(world, "fay", world.branch_a)
    committee, branch = a_round(world, organisation=world.hq, mode=Mode.TEAM), a_round(world, mode=Mode.TEAM)
    entered(world, committee, "bob", "charlie")
    entered(world, branch, "bob", "fay")
    teams = dict(Entrant.objects.filter(round=committee).values_list("person__name", "team__short_name"))
    assert teams == {"Bob": "甲支部", "Charlie": "乙支部"}
    assert dict(Entrant.objects.filter(round=branch).values_list("person__name", "team__short_name")) == {
        "Bob": "甲一组", "Fay": None
    }  # fmt: skip


# windows and plain forms


def test_a_window_is_played_at_ones_own_pace_and_each_question_has_its_own_clock(world):
    round_, bob = a_round(world, starts_at=None, windows=(NIGHT,)), world.viewer("bob")
    at = NIGHT[0] + HOUR
    assert join(bob, round_id=round_.pk, at=at).window == 1
    for number in RIGHT:
        assert turn(bob, round_.pk).number == number
        open_question(bob, round_id=round_.pk, number=number, at=at)
        answer(bob, round_id=round_.pk, number=number, value=RIGHT[number], key=f"k{number}", at=at + 4 * SECOND)
        at += 30 * SECOND
    assert turn(bob, round_.pk).number == 0
    assert {row.read_at_ns - row.shown_at_ns for row in Answer.objects.all()} == {4 * 10**9}


def test_reloading_does_not_set_the_clock_of_a_window_back(world):
    round_, bob = a_round(world, starts_at=None, windows=(NIGHT,)), world.viewer("bob")
    join(bob, round_id=round_.pk, at=NIGHT[0])
    for gap in (0, 10, 20):
        open_question(bob, round_id=round_.pk, number=1, at=NIGHT[0] + gap * SECOND)
    late = NIGHT[0] + 21 * SECOND
    assert refused(answer, bob, round_id=round_.pk, number=1, value=1, key="k", at=late) == "too_late"
    assert Opening.objects.count() == 1
    assert turn(bob, round_.pk).number == 2


def test_what_is_refused_outside_of_ones_window(world):
    round_, bob = a_round(world, windows=(NIGHT,)), world.viewer("bob")
    join(bob, round_id=round_.pk, at=NIGHT[0])
    assert refused(join, world.viewer("alice"), round_id=round_.pk, at=NIGHT[1]) == "window_closed"
    assert refused(open_question, bob, round_id=round_.pk, number=1, at=NIGHT[1]) == "window_closed"
    assert refused(answer, bob, round_id=round_.pk, number=1, value=1, key="k", at=NIGHT[0]) == "too_early"
    assert refused(open_question, bob, round_id=round_.pk, number=9, at=NIGHT[0]) == "no_such_quiz_question"
    assert refused(open_question, world.viewer("alice"), round_id=round_.pk, number=1, at=NIGHT[0]) == "not_entered"


def test_whoever_played_with_all_does_not_play_again_at_night(world):
    round_, bob = a_round(world, windows=(NIGHT,)), world.viewer("bob")
    join(bob, round_id=round_.pk, at=NOW)
    assert refused(join, bob, round_id=round_.pk, at=NIGHT[0]) == "one_sitting_only"


def test_the_plain_form_answers_the_common_sitting_too_after_what_the_log_holds(world):
    round_, bob = a_round(world), world.viewer("bob")
    entered(world, round_, "bob", "alice")
    log(round_, world.person("alice"), 1, RIGHT[1], number=41)
    order = {"round_id": round_.pk, "number": 1, "value": RIGHT[1], "key": "k", "at": opens(round_, 1) + SECOND}
    assert answer(bob, **order).number == 42
    answer(bob, **order)
    assert refused(answer, bob, **order | {"key": "other"}) == "answered_already"
    assert refused(answer, bob, **order | {"value": "x"}) == "answer_unreadable"
    assert Answer.objects.count() == 2
    for second, code in ((-1, "too_early"), (21, "too_late")):
        at = opens(round_, 2) + second * SECOND
        assert refused(answer, bob, **order | {"number": 2, "value": [0, 2], "at": at}) == code


# afterwards


def test_results_are_seen_when_they_are_published_and_by_the_host_before(world):
    round_ = in_state(world, State.ENDED)
    assert result(world.viewer("alice"), round_.pk).hosting
    assert refused(result, world.viewer("bob"), round_.pk) == "wrong_round_state"
    services.publish_round(world.viewer("alice"), round_id=round_.pk, at=NOW)
    assert not result(world.viewer("bob"), round_.pk).scores
    with pytest.raises(NotFound):
        result(world.viewer("charlie"), round_.pk)


def test_a_small_team_is_not_shown(world):
    for name in ("fay", "gil", "hal"):
        add_member(world, name, world.branch_b)
    round_ = a_round(world, organisation=world.hq, mode=Mode.TEAM)
    entered(world, round_, "bob", "fay", "gil", "hal")
    for place, name in enumerate(("bob", "fay", "gil", "hal"), 1):
        log(round_, world.person(name), 1, RIGHT[1] if name != "hal" else WRONG[1], number=place)
    at = round_.starts_at
    while at:
        at = conduct(round_id=round_.pk, at=at)
    assert result(world.viewer("stella"), round_.pk).teams == [("乙支部", 3, 2 / 3)]


def test_a_missed_question_stays_with_its_person_until_it_is_known(world):
    round_, bob = a_round(world), world.viewer("bob")
    entered(world, round_, "bob")
    log(round_, world.person("bob"), 1, WRONG[1], number=1)
    at = round_.starts_at
    while at:
        at = conduct(round_id=round_.pk, at=at)
    assert [m.question for m in missed(bob)] == [1]
    assert not missed(world.viewer("alice"))
    assert not practise(bob, round_id=round_.pk, number=1, value=WRONG[1], at=NOW).is_right
    assert practise(bob, round_id=round_.pk, number=1, value=RIGHT[1], at=NOW).is_right
    assert not missed(bob)
    assert Missed.objects.get().known_at == NOW


def test_nobody_practises_with_a_round_that_others_still_play(world):
    round_ = in_state(world, State.RUNNING)
    assert refused(practise, world.viewer("bob"), round_id=round_.pk, number=1, value=1, at=NOW) == "wrong_round_state"


# every evening


def test_every_evening_a_round_is_made_and_sealed_once(world):
    for _ in range(12):
        add_question(world.branch_a)
    plan = EveningPlan(title="每晚五题")
    set_evening(world.viewer("alice"), organisation_id=world.branch_a.pk, plan=plan, at=NOW)
    assert prepare_evenings(at=NOW + HOUR) == []
    first = Round.objects.get()
    assert (first.state, f"{first.starts_at.astimezone(SHANGHAI):%H:%M}", first.questions.count()) == (
        "sealed",
        "20:00",
        5,
    )
    second = prepare_evenings(at=NOW + timedelta(days=1))[0]
    asked = [{q.sheet["id"] for q in round_.questions.all()} for round_ in (first, second)]
    assert not asked[0] & asked[1]
    stop_evening(world.viewer("alice"), evening_id=Evening.objects.get().pk, at=NOW)
    assert prepare_evenings(at=NOW + timedelta(days=3)) == []


def test_an_evening_without_questions_waits_for_an_officer_who_hears_of_it(world):
    plan = EveningPlan(title="每晚五题")
    set_evening(world.viewer("alice"), organisation_id=world.branch_a.pk, plan=plan, at=NOW)
    assert Round.objects.get().state == State.PLANNED
    assert [card.sentence for card in things_to_do(world.viewer("alice"), at=NOW)] == ["“每晚五题”还没有封题。"]
    assert things_to_do(world.viewer("bob"), at=NOW) == []


def test_an_evening_round_publishes_itself(world):
    for _ in range(5):
        add_question(world.branch_a)
    set_evening(world.viewer("alice"), organisation_id=world.branch_a.pk, plan=EveningPlan(title="晚"), at=NOW)
    round_ = Round.objects.get()
    at = round_.starts_at
    while at:
        at = conduct(round_id=round_.pk, at=at)
    assert Round.objects.get().state == State.PUBLISHED


@pytest.mark.parametrize("name", ["bob", "charlie"])
def test_a_member_sets_no_evening(world, name):
    with pytest.raises(NoSuchOrganisation):
        set_evening(world.viewer(name), organisation_id=world.branch_a.pk, plan=EveningPlan(title="晚"), at=NOW)


# telling people


def test_the_home_card_comes_within_the_hour_and_goes_with_entering(world):
    round_, bob = a_round(world), world.viewer("bob")
    assert things_to_do(bob, at=round_.starts_at - 2 * HOUR) == []
    assert [card.verb for card in things_to_do(bob, at=round_.starts_at - HOUR)] == ["进入"]
    assert things_to_do(world.viewer("charlie"), at=round_.starts_at) == []


def test_members_are_reminded_twice_at_most_and_strangers_never(world):
    round_ = a_round(world)
    before = round_.starts_at - timedelta(minutes=30)
    assert remind(round_id=round_.pk, at=before) == 2
    assert remind(round_id=round_.pk, at=before) == 2
    assert remind(round_id=round_.pk, at=before) == 0
    assert set(Message.objects.values_list("person__name", flat=True)) == {"Alice", "Bob"}
    assert remind(round_id=round_.pk, at=round_.starts_at) == 0
