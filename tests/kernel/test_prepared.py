import pytest

from zhibu.kernel.models import DueTask
from zhibu.kernel.prepared import Prepared
from zhibu.members.models import Person


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
