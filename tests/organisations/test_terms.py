"""Terms of office: length by rule, extension, reminders (rules.md 1.4)."""

from datetime import date, timedelta

import pytest

from tests.world import NOW, TODAY, World
from zhibu.kernel.events import deliver_due
from zhibu.kernel.models import DueTask
from zhibu.kernel.schedule import run_due
from zhibu.notify.models import Message
from zhibu.organisations.enums import Change, Limit
from zhibu.organisations.errors import ElectionInFuture, ExtensionTooLong, NoSuchOrganisation, NotElected, NoTermRule
from zhibu.organisations.models import LimitRule, OrganisationEvent, TermRule
from zhibu.organisations.queries import limits, term_of, term_years, things_to_do
from zhibu.organisations.rules import Term, due_on, may_extend, reminder_step
from zhibu.organisations.services import extend_term, record_election, remind


@pytest.fixture
def stella(world: World):
    return world.viewer("stella")


@pytest.mark.parametrize(
    ("elected", "years", "due"),
    [
        (date(2024, 2, 29), 3, date(2027, 2, 28)),
        (date(2024, 2, 29), 4, date(2028, 2, 29)),
        (date(2023, 11, 20), 3, TODAY),
        (date(2023, 11, 20), None, None),
        (None, 3, None),
    ],
)
def test_a_term_ends_on_the_same_day_some_years_on(elected, years, due):
    assert due_on(elected, years, None) == due


def test_an_extension_wins():
    assert due_on(date(2023, 1, 1), 3, date(2026, 6, 1)) == date(2026, 6, 1)


@pytest.mark.parametrize(("until", "allowed"), [
    (date(2026, 5, 8), False), (date(2026, 5, 9), True), (date(2027, 5, 8), True), (date(2027, 5, 9), False),
])  # fmt: skip
def test_an_extension_is_a_year_at_most(until, allowed):
    assert may_extend(date(2026, 5, 8), until, months_most=12) is allowed


@pytest.mark.parametrize(("days_left", "step"), [
    (181, None), (180, "180"), (91, "180"), (90, "90"), (31, "60"), (30, "30"), (1, "30"), (0, "0"), (-1, "0"),
    (-29, "0"), (-30, "+1"), (-31, "+1"), (-365, "+12"),
])  # fmt: skip
def test_the_reminder_of_a_day(days_left, step):
    due = date(2026, 6, 15)
    term = Term(date(2023, 6, 15), due, due - timedelta(days=days_left), 365)
    assert reminder_step(term, [0, 30, 60, 90, 180]) == step


def test_red_is_a_year_over():
    due = date(2025, 6, 15)
    assert [Term(date(2022, 6, 15), due, due + timedelta(days=n), 365).is_red for n in (364, 365)] == [False, True]


def test_rules_are_dated_and_name_their_source(db):
    kinds = ("party_committee", "general_branch", "party_branch", "party_group")
    assert [term_years(kind, TODAY) for kind in kinds] == [5, 3, 3, None]
    assert term_years("party_branch", date(2018, 7, 11)) is None
    assert limits(Limit.REMIND_DAYS_BEFORE, TODAY) == [0, 30, 60, 90, 180]
    assert not TermRule.objects.filter(source="").exists()
    assert not LimitRule.objects.filter(source="").exists()


def test_an_election_begins_a_term_by_the_rule_of_its_day(world, stella):
    for _ in range(2):
        held = record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2024, 2, 29), at=NOW)
    assert (held.term_years, held.due_on) == (3, date(2027, 2, 28))
    assert OrganisationEvent.objects.filter(change=Change.ELECTED).count() == 1
    with pytest.raises(NoTermRule):
        record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2017, 5, 1), at=NOW)
    old = record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2017, 5, 1), years=3, at=NOW)
    assert old.due_on == date(2020, 5, 1)
    with pytest.raises(ElectionInFuture):
        record_election(stella, organisation_id=world.branch_a.pk, elected_on=TODAY + timedelta(days=1), at=NOW)


def test_an_extension_needs_a_term_and_counts_from_its_regular_end(world, stella):
    call = {"organisation_id": world.branch_a.pk, "document": "批复 9 号", "at": NOW}
    with pytest.raises(NotElected):
        extend_term(stella, until=date(2027, 1, 1), **call)
    record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2023, 12, 1), at=NOW)
    extend_term(stella, until=date(2027, 6, 1), **call)
    assert extend_term(stella, until=date(2027, 12, 1), **call).due_on == date(2027, 12, 1)
    with pytest.raises(ExtensionTooLong):
        extend_term(stella, until=date(2027, 12, 2), **call)
    renewed = record_election(stella, organisation_id=world.branch_a.pk, elected_on=TODAY, at=NOW)
    assert renewed.due_on == date(2029, 11, 20)


def test_the_branch_does_not_record_its_own_election(world):
    with pytest.raises(NoSuchOrganisation):
        record_election(world.viewer("alice"), organisation_id=world.branch_a.pk, elected_on=TODAY, at=NOW)


def test_each_step_reminds_its_officers_once(world, stella):
    record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2024, 2, 1), at=NOW)
    assert remind(at=NOW) == 1
    run_due(at=NOW)
    deliver_due()
    remind(at=NOW + timedelta(days=1))
    run_due(at=NOW + timedelta(days=1))
    deliver_due()
    told = Message.objects.filter(key__startswith="renewal:")
    assert [(message.person.name, message.times) for message in told] == [("Alice", 1)]
    assert "甲支部本届任期将于2027-02-01届满" in told[0].sentence
    assert DueTask.objects.filter(job="organisations.renewal").count() == 1


def test_a_renewed_term_is_left_in_peace(world, stella):
    record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2024, 2, 1), at=NOW)
    remind(at=NOW)
    record_election(stella, organisation_id=world.branch_a.pk, elected_on=TODAY, at=NOW)
    run_due(at=NOW)
    deliver_due()
    assert not Message.objects.filter(key__startswith="renewal:").exists()


def test_what_is_due_asks_for_those_who_manage_it(world, stella, django_assert_num_queries):
    record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2022, 2, 1), at=NOW)
    record_election(stella, organisation_id=world.branch_b.pk, elected_on=date(2026, 2, 1), at=NOW)
    alice = world.viewer("alice")
    with django_assert_num_queries(1):
        cards = things_to_do(alice, at=NOW)
    assert [card.sentence for card in cards] == ["甲支部换届已超期 657 天，请尽快筹备或报批延期。"]
    assert things_to_do(world.viewer("bob"), at=NOW) == []


def test_the_term_of_a_page(world, stella):
    held = record_election(stella, organisation_id=world.branch_a.pk, elected_on=date(2025, 11, 20), at=NOW)
    term = term_of(held, TODAY)
    assert (term.days_passed, term.days_left, term.tone) == (365, 731, "")
