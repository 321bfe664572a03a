"""Changing the field key without losing a value."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.kernel import rotation
from zhibu.kernel.crypto import key_id_of
from zhibu.members.models import Person


@pytest.fixture
def people(db, settings):
    settings.FIELD_KEYS = {"old": "first secret"}
    settings.FIELD_KEY_ID = "old"
    for number in range(5):
        Person.objects.create(
            name=f"P{number}", citizen_id=f"4499001990010100{number}0", created_at=NOW, updated_at=NOW,
            home_address="示例路 1 号" if number else "",
        )  # fmt: skip
    settings.FIELD_KEYS = {"old": "first secret", "new": "second secret"}
    settings.FIELD_KEY_ID = "new"


def stored(column):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM members_person ORDER BY id")  # noqa: S608
        return [key_id_of(value) if value else "" for (value,) in cursor.fetchall()]


def test_every_value_is_sealed_under_the_newest_key(people, settings):
    out = StringIO()
    call_command("keys", "rotate", stdout=out)
    assert stored("citizen_id") == ["new"] * 5
    assert stored("home_address") == ["", *["new"] * 4]
    settings.FIELD_KEYS = {"new": "second secret"}
    assert [person.citizen_id[-2] for person in Person.objects.order_by("pk")] == list("01234")
    assert AuditRow.objects.get(action="keys.rotated").detail == {
        "key": "new", "counts": {"members_person.citizen_id": 5, "members_person.home_address": 4}
    }  # fmt: skip


def test_it_can_be_stopped_and_goes_on(people, monkeypatch):
    monkeypatch.setattr(rotation, "BATCH", 2)
    steps = rotation.rotate()
    assert next(steps) == ("members_person.citizen_id", 2)
    steps.close()
    assert sorted(stored("citizen_id")) == ["new", "new", "old", "old", "old"]
    assert Person.objects.order_by("pk").first().citizen_id == "449900199001010000"
    assert [done for column, done in rotation.rotate() if column.endswith("citizen_id")] == [2, 3]
    assert stored("citizen_id") == ["new"] * 5
    assert list(rotation.rotate()) == []
