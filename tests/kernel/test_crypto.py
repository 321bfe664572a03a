"""Class A fields are unreadable in the database, and readable to the application under old keys too."""

import pytest
from cryptography.exceptions import InvalidTag
from django.db import connection

from tests.world import NOW
from zhibu.kernel import crypto
from zhibu.members.models import Person


def test_what_is_sealed_opens_again_and_never_looks_the_same():
    first, second = crypto.encrypt("119901198503150015"), crypto.encrypt("119901198503150015")
    assert first != second
    assert crypto.decrypt(first) == crypto.decrypt(second) == "119901198503150015"


def test_a_value_moved_to_another_column_does_not_open():
    sealed = crypto.encrypt("secret", context="members_person.citizen_id")
    with pytest.raises(InvalidTag):
        crypto.decrypt(sealed, context="members_person.home_address")


def test_a_changed_value_does_not_open():
    sealed = crypto.encrypt("secret")
    flipped = sealed[:-1] + ("0" if sealed[-1] != "0" else "1")
    with pytest.raises(InvalidTag):
        crypto.decrypt(flipped)


def test_a_new_key_seals_and_the_old_one_still_opens(settings):
    settings.FIELD_KEYS, settings.FIELD_KEY_ID = {"old": "a" * 40}, "old"
    sealed = crypto.encrypt("secret")
    settings.FIELD_KEYS, settings.FIELD_KEY_ID = {"old": "a" * 40, "new": "b" * 40}, "new"
    assert crypto.decrypt(sealed) == "secret"
    assert crypto.key_id_of(crypto.encrypt("secret")) == "new"


def test_the_blind_index_depends_on_its_purpose():
    assert crypto.blind_index("x", purpose="a") == crypto.blind_index("x", purpose="a")
    assert crypto.blind_index("x", purpose="a") != crypto.blind_index("x", purpose="b")


@pytest.mark.django_db
def test_the_database_holds_no_plain_text():
    person = Person.objects.create(name="甲", home_address="示例路1号", created_at=NOW, updated_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT home_address FROM members_person WHERE id = %s", [person.pk])
        stored = cursor.fetchone()[0]
    assert "示例路" not in stored
    assert Person.objects.get(pk=person.pk).home_address == "示例路1号"


@pytest.mark.django_db
def test_sealed_text_cannot_be_searched():
    with pytest.raises(TypeError, match="blind index"):
        Person.objects.filter(home_address="示例路1号").exists()
