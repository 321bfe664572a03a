"""The one statement that computes points, held against a slow reference and against the rules' own examples."""

from datetime import UTC, date, datetime

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories.points import fact
from tests.points.reference import Facts, score
from zhibu.members.models import Membership, PostHolding
from zhibu.points.models import Absence, Exclusion
from zhibu.points.queries.score import Question, figures, lines

YEAR_END = datetime(2027, 1, 3, tzinfo=UTC)
KINDS = [
    "collective_study_missed", "class_hours", "spoke_at_meeting", "theme_party_day_missed", "good_deed_commended",
    "essay_accepted", "volunteer_service_attended", "volunteer_work_declared", "commendation_city", "task_overdue",
    "reminder_talk", "party_punishment",
]  # fmt: skip
ENTRIES = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 4), st.sampled_from([10, 10, 20, 45, -10])))
ABSENCES = st.frozensets(st.integers(1, 4))


def figure_of(scheme, person, quarter=4, until=YEAR_END, **more):
    question = Question(scheme=scheme, quarter=quarter, recorded_until=until, person_id=person.pk, **more)
    return next(figures(question), None)


def parts(figure):
    return {name: value for name, value in figure.items() if name not in {"person_id", "branch_id"}}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=ENTRIES, absent=ABSENCES, is_officer=st.booleans(), quarter=st.integers(1, 4))
def test_sql_and_reference_agree_on_any_facts(world, scheme, entries, absent, is_officer, quarter):
    with transaction.atomic():
        bob = world.person("bob")
        for kind, when, quantity in entries:
            fact(bob, world.branch_a, kind, day=(2026, 3 * when - 1, 10), quantity=quantity)
        for when in absent:
            Absence.objects.create(
                person=bob, year=2026, quarter=when, ground="illness", decision="x", recorded_by="t",
                recorded_at=YEAR_END,
            )  # fmt: skip
        if is_officer:
            PostHolding.objects.create(
                person=bob, organisation=world.branch_a, title="publicity_member", started_on=date(2026, 1, 1)
            )
        expected = score(scheme, Facts(entries, absent, is_officer), quarter)
        assert parts(figure_of(scheme, bob, quarter)) == expected
        transaction.set_rollback(True)


def test_a_member_without_facts_has_what_nobody_took_off(world, scheme):
    assert parts(figure_of(scheme, world.person("bob"))) == {
        "morality": 200, "ability": 0, "diligence": 300, "performance": 0, "honesty": 0, "total": 500, "veto": 0,
    }  # fmt: skip


def test_hours_beyond_the_target_earn_nothing(world, scheme):
    fact(world.person("bob"), world.branch_a, "class_hours", quantity=5000)
    assert figure_of(scheme, world.person("bob"))["ability"] == 50


def test_a_secretary_needs_56_hours_and_a_member_32(world, scheme):
    for name in ("alice", "bob"):
        fact(world.person(name), world.branch_a, "class_hours", quantity=280)
    assert [figure_of(scheme, world.person(name))["ability"] for name in ("alice", "bob")] == [25, 43]


def test_the_bonus_of_an_aspect_stops_at_its_cap(world, scheme):
    for kind in ("good_deed_commended", "essay_accepted"):
        fact(world.person("bob"), world.branch_a, kind, quantity=50)
    assert figure_of(scheme, world.person("bob"))["morality"] == 200 + 60


def test_a_quarterly_cap_begins_anew_each_quarter(world, scheme):
    for month in (2, 5):
        fact(world.person("bob"), world.branch_a, "volunteer_service_attended", day=(2026, month, 1), quantity=50)
    assert figure_of(scheme, world.person("bob"))["diligence"] == 300 + 20 + 20


def test_a_reversed_fact_counts_as_if_it_had_not_been(world, scheme):
    for quantity in (10, -10):
        fact(world.person("bob"), world.branch_a, "collective_study_missed", quantity=quantity)
    assert figure_of(scheme, world.person("bob"))["morality"] == 200


def test_a_veto_makes_the_total_zero_and_leaves_the_aspects(world, scheme):
    fact(world.person("bob"), world.branch_a, "party_punishment")
    figure = figure_of(scheme, world.person("bob"))
    assert (figure["total"], figure["veto"], figure["diligence"]) == (0, 1, 300)


def test_absent_the_whole_year_the_base_is_full(world, scheme):
    bob = world.person("bob")
    fact(bob, world.branch_a, "collective_study_missed")
    for quarter in (1, 2, 3, 4):
        Absence.objects.create(
            person=bob, year=2026, quarter=quarter, ground="illness", decision="x", recorded_by="t",
            recorded_at=YEAR_END,
        )  # fmt: skip
    assert figure_of(scheme, bob)["total"] == 600


def test_a_fact_recorded_after_the_settlement_waits_for_the_next(world, scheme):
    bob = world.person("bob")
    late = datetime(2026, 4, 20, tzinfo=UTC)
    fact(bob, world.branch_a, "good_deed_commended", day=(2026, 3, 1), recorded=late)
    settled = datetime(2026, 4, 5, tzinfo=UTC)
    assert figure_of(scheme, bob, 1, settled)["morality"] == 200
    assert figure_of(scheme, bob, 2)["morality"] == 215


def test_the_year_begins_at_midnight_in_shanghai(world, scheme):
    bob = world.person("bob")
    eve, morning = datetime(2025, 12, 31, 15, 59, tzinfo=UTC), datetime(2025, 12, 31, 16, 0, tzinfo=UTC)
    fact(bob, world.branch_a, "good_deed_commended", moment=eve)
    fact(bob, world.branch_a, "essay_accepted", moment=morning)
    assert figure_of(scheme, bob)["morality"] == 200 + 10


def test_excluded_members_have_no_figure(world, scheme):
    bob = world.person("bob")
    Exclusion.objects.create(
        scheme=scheme, person=bob, ground="seventy", decision="x", recorded_by="t", recorded_at=YEAR_END
    )
    assert figure_of(scheme, bob) is None


def test_members_who_left_have_no_figure(world, scheme):
    Membership.objects.filter(person=world.person("bob")).update(status="left")
    question = Question(scheme=scheme, quarter=4, recorded_until=YEAR_END)
    names = {figure["person_id"] for figure in figures(question)}
    assert names == {world.person(name).pk for name in ("alice", "charlie", "stella")}


def test_lines_say_what_each_index_gave(world, scheme):
    bob = world.person("bob")
    fact(bob, world.branch_a, "good_deed_commended", quantity=20)
    fact(bob, world.branch_a, "collective_study_missed")
    question = Question(scheme=scheme, quarter=4, recorded_until=YEAR_END, person_id=bob.pk)
    codes = {index.pk: index.code for index in scheme.indexes.all()}
    assert {codes[line.index_id]: (line.quantity, line.points) for line in lines(question)} == {
        "P1": (20, 30), "B1": (10, -10),
    }  # fmt: skip


@pytest.mark.parametrize("quarter", [1, 4])
def test_only_the_year_counts_what_settles_at_its_end(world, scheme, quarter):
    fact(world.person("bob"), world.branch_a, "commendation_city")
    assert figure_of(scheme, world.person("bob"), quarter)["performance"] == (40 if quarter == 4 else 0)


def test_a_preview_shows_what_settles_at_the_years_end_already(world, scheme):
    fact(world.person("bob"), world.branch_a, "commendation_city")
    assert figure_of(scheme, world.person("bob"), 1, every_index=True)["performance"] == 40
