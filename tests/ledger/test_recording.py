"""Writing facts down once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.factories.ledger import entry, fact
from tests.world import NOW, World
from zhibu.ledger.enums import Evidence, Kind, Mode, declare
from zhibu.ledger.errors import AlreadyReversed, NoSuchEntry, NothingChanged, ReasonNeeded, UnknownKind
from zhibu.ledger.models import Entry
from zhibu.ledger.services import correct, record, record_many, reverse


@pytest.fixture
def alice(world: World):
    return world.viewer("alice")


def test_a_new_fact_costs_one_statement(world, alice, django_assert_num_queries):
    with django_assert_num_queries(1):
        entry = record(alice, fact(world.person("bob"), world.branch_a), at=NOW)
    stored = Entry.objects.get()
    assert stored.pk == entry.pk
    assert [stored.kind, stored.member_id, stored.recorded_by, stored.quantity, stored.recorded_at] == [
        "theme_party_day_attended", world.person("bob").pk, "Alice", 10, NOW
    ]  # fmt: skip


def test_the_same_fact_reported_twice_is_one_entry(world, alice, django_assert_num_queries):
    reported = fact(world.person("bob"), world.branch_a)
    first = record(alice, reported, at=NOW)
    with django_assert_num_queries(2):
        second = record(alice, replace(reported, quantity=20), at=NOW)
    assert (second.pk, second.quantity) == (first.pk, 10)


def test_many_facts_come_back_in_their_order(world, alice, django_assert_num_queries):
    people = [world.person(name) for name in ("bob", "alice", "charlie")]
    facts = [fact(person, world.branch_a) for person in people]
    known = record(alice, facts[1], at=NOW)
    with django_assert_num_queries(2):
        entries = record_many(alice, [*facts, facts[0]], at=NOW)
    assert [entry.member_id for entry in entries] == [people[0].pk, people[1].pk, people[2].pk, people[0].pk]
    assert entries[1].pk == known.pk
    assert entries[0].pk == entries[3].pk
    assert Entry.objects.count() == 3


def test_a_thousand_facts_take_two_statements(world, alice, django_assert_num_queries):
    facts = [fact(world.person("bob"), world.branch_a) for _ in range(1000)]
    with django_assert_num_queries(2):
        entries = record_many(alice, facts, at=NOW)
    assert {entry.source_key: entry.pk for entry in entries} == dict(Entry.objects.values_list("source_key", "pk"))


def test_a_fact_is_never_recorded_before_it_happened(world, alice):
    early = fact(world.person("bob"), world.branch_a, occurred_at=NOW + timedelta(minutes=2))
    assert record(alice, early, at=NOW).occurred_at == NOW


def test_an_unknown_kind_is_refused(world, alice):
    with pytest.raises(UnknownKind):
        record(alice, fact(world.person("bob"), world.branch_a, kind="applause"), at=NOW)


@pytest.mark.parametrize("code", ["daily_login", "post_likes", "screen_minutes", "check_in_streak"])
def test_some_things_are_never_facts(code):
    with pytest.raises(ValueError, match=r"rules\.md 7\.6"):
        declare(Kind(code, "x", "次", Evidence.SYSTEM))


def test_a_fact_is_taken_back_by_a_new_entry(world, alice):
    old = entry(world.person("bob"), world.branch_a)
    back = reverse(alice, source_app="tests", source_key=old.source_key, reason="点错了人", at=NOW)
    assert (back.reverses_id, back.quantity, back.reason) == (old.pk, -10, "点错了人")
    with pytest.raises(AlreadyReversed):
        reverse(alice, source_app="tests", source_key=old.source_key, reason="再来一次", at=NOW)
    with pytest.raises(NoSuchEntry):
        reverse(alice, source_app="tests", source_key="nothing", reason="没有", at=NOW)


def test_an_officer_corrects_an_entry_beside_the_old_one(world, alice):
    old = entry(world.person("bob"), world.branch_a, kind="class_hours", quantity=40)
    new = correct(alice, entry_id=old.pk, reason="实际半天", at=NOW, quantity=20, mode=Mode.OFFLINE)
    assert list(Entry.objects.order_by("pk").values_list("quantity", "reverses_id", "reason")) == [
        (40, None, ""), (-40, old.pk, "实际半天"), (20, None, "")
    ]  # fmt: skip
    assert (new.quantity, new.occurred_at, new.recorded_by) == (20, old.occurred_at, "Alice")
    with pytest.raises(AlreadyReversed):
        correct(alice, entry_id=old.pk, reason="又改", at=NOW, quantity=30, mode=Mode.OFFLINE)


def test_what_never_happened_is_only_reversed(world, alice):
    old = entry(world.person("bob"), world.branch_a)
    last = correct(alice, entry_id=old.pk, reason="未参加", at=NOW, quantity=10, mode=old.mode, withdrawn=True)
    assert (last.reverses_id, Entry.objects.count()) == (old.pk, 2)


def test_a_correction_says_why_and_changes_something(world, alice):
    old = entry(world.person("bob"), world.branch_a)
    with pytest.raises(ReasonNeeded):
        correct(alice, entry_id=old.pk, reason="  ", at=NOW, quantity=20, mode=Mode.OFFLINE)
    with pytest.raises(NothingChanged):
        correct(alice, entry_id=old.pk, reason="核对", at=NOW, quantity=10, mode=Mode.OFFLINE)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_nobody_else_corrects(world, name):
    old = entry(world.person("bob"), world.branch_a)
    with pytest.raises(NoSuchEntry):
        correct(world.viewer(name), entry_id=old.pk, reason="试试", at=NOW, quantity=20, mode=Mode.OFFLINE)
