from datetime import UTC, date, datetime

import pytest

from zhibu.kernel.models import DueTask
from zhibu.kernel.prepared import Insertion, Prepared, PreparedUpdate
from zhibu.members.models import Membership, Person

DAY, NOON = date(2026, 3, 2), datetime(2026, 3, 2, 4, tzinfo=UTC)


def task(key: str, *, due_at: datetime = NOON) -> DueTask:
    return DueTask(job="job", key=key, arguments={"a": 1}, due_at=due_at)


def test_each_value_gets_its_own_rows(world):
    names = Prepared(lambda pk: Person.objects.filter(pk=pk).values_list("name", "membership__branch__short_name"))
    assert [names.rows(world.person(who).pk) for who in ("bob", "charlie", "eve")] == [
        [("Bob", "甲支部")], [("Charlie", "乙支部")], [("Eve", None)],
    ]  # fmt: skip


@pytest.mark.django_db
def test_no_row_for_an_unknown_value():
    assert Prepared(lambda pk: DueTask.objects.filter(pk=pk).values_list("key")).rows(5) == []


def test_the_query_is_written_once(world):
    written = []
    names = Prepared(lambda pk: written.append(pk) or Person.objects.filter(pk=pk).values_list("name"))
    for who in ("bob", "alice"):
        names.rows(world.person(who).pk)
    assert len(written) == 1


def test_objects_come_with_what_they_were_asked_to_bring(world, django_assert_num_queries):
    of_person = Prepared(
        lambda pk: Membership.objects.filter(person_id=pk).select_related("branch").only("branch__path")
    )
    with django_assert_num_queries(1):
        [bob] = of_person.rows(world.person("bob").pk)
        assert bob.branch.path == world.branch_a.path


@pytest.mark.django_db
def test_values_are_numbers_words_and_moments_in_their_order():
    DueTask.objects.bulk_create([task("a"), task("b"), task("c", due_at=NOON.replace(hour=5))])
    due = Prepared(lambda at, key: DueTask.objects.filter(due_at__lte=at).exclude(key=key), datetime, str)
    assert [(found.key, found.due_at) for found in due.rows(NOON, "a")] == [("b", NOON)]
    on_day = Prepared(lambda day: DueTask.objects.filter(due_at__date=day).values_list("key", flat=True), date)
    assert (sorted(on_day.rows(DAY)), on_day.rows(date(2026, 3, 3))) == (["a", "b", "c"], [])


@pytest.mark.django_db
def test_a_value_that_would_stay_behind_in_the_statement_is_told():
    named = Prepared(lambda key: DueTask.objects.filter(key__startswith=key), str)
    with pytest.raises(ValueError, match="no plain parameter"):
        named.rows("a")


@pytest.mark.django_db
def test_an_update_changes_only_what_it_names():
    DueTask.objects.bulk_create([task("a"), task("b")])
    done = PreparedUpdate(lambda key, at: (DueTask.objects.filter(key=key), {"done_at": at}), str, datetime)
    assert (done.run("a", NOON), done.run("nobody", NOON)) == (1, 0)
    assert dict(DueTask.objects.values_list("key", "done_at")) == {"a": NOON, "b": None}
    done.run("a", None)
    assert DueTask.objects.filter(done_at=None).count() == 2


@pytest.mark.django_db
def test_an_insertion_returns_what_came_in_and_skips_what_is_there():
    insertion = Insertion(DueTask, unless_there="key", returning="id, key")
    first = insertion.rows([task("a"), task("b")])
    again = insertion.rows([task("b"), task("c")])
    assert ([key for _, key in first], [key for _, key in again]) == (["a", "b"], ["c"])
    assert list(DueTask.objects.order_by("key").values_list("pk", "arguments")) == [
        (pk, {"a": 1}) for pk, _ in (*first, *again)
    ]  # fmt: skip
