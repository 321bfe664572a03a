"""What the record tells other apps item by item: values to prefill, words to show, requests that wait."""

from datetime import date
from uuid import uuid4

import pytest

from tests.world import NOW, TODAY
from zhibu.members import api
from zhibu.members.models import Person


def hold(world, **values):
    Person.objects.filter(pk=world.person("bob").pk).update(**values)


def test_every_item_has_its_kind():
    fields = api.record_fields()
    kinds = {code: fields[code].kind for code in ("name", "birth_date", "joined_on", "is_mobile", "sex", "education")}
    assert kinds == {
        "name": "text", "birth_date": "day", "joined_on": "day", "is_mobile": "yes_no", "sex": "choice",
        "education": "choice",
    }  # fmt: skip
    assert {code for code, field in fields.items() if field.secret} == {"citizen_id", "home_address", "residence"}
    assert (fields["mobile"].correctable, fields["status"].correctable, fields["name"].longest) == (True, False, 80)
    assert "standing" not in fields


def test_values_come_as_texts_from_person_and_membership(world):
    born = date(1990, 1, 2)
    hold(world, mobile="13800001234", sex=1, is_taiwan_origin=True, birth_date=born, home_address="示例路")
    fields = [
        "mobile", "sex", "phone", "is_taiwan_origin", "birth_date", "home_address", "joined_on", "branch", "group",
        "category", "no_such_field",
    ]  # fmt: skip
    bob, eve = world.person("bob").pk, world.person("eve").pk
    held = api.held_values([bob, eve], fields)
    assert held[bob] == {
        "mobile": "13800001234", "sex": "1", "phone": "", "is_taiwan_origin": "1", "birth_date": "1990-01-02",
        "home_address": "示例路", "joined_on": "2014-07-01", "branch": world.branch_a.name,
        "group": world.group_a1.name, "category": "full",
    }  # fmt: skip
    assert (held[eve]["joined_on"], held[eve]["branch"], held[eve]["sex"]) == ("", "", "")


def test_one_query_reads_many_people(world, django_assert_num_queries):
    with django_assert_num_queries(1):
        api.held_values([person.pk for person in world.people.values()], ["mobile", "branch", "group"])


@pytest.mark.parametrize(
    ("field", "text", "shown"),
    [
        ("citizen_id", "449901199001010034", "4499**********0034"), ("home_address", "示例路1号", "＊＊＊＊＊"),
        ("sex", "1", "男"), ("sex", "", ""), ("is_mobile", "", "否"), ("is_mobile", "1", "是"),
        ("category", "full", "正式党员"), ("mobile", "13800001234", "13800001234"), ("citizen_id", "", ""),
        ("joined_on", "2014-07-01", "2014-07-01"),
    ],
)  # fmt: skip
def test_values_are_shown_in_words_and_class_a_masked(field, text, shown):
    assert str(api.shown_value(field, text)) == shown


def test_a_value_that_cannot_be_right_has_its_sentence():
    assert "11 位" in str(api.value_fault("mobile", "123", today=TODAY))
    assert api.value_fault("mobile", "138 0000 1234", today=TODAY) is None
    assert api.value_fault("birth_date", "2999-01-01", today=TODAY) is not None


def test_waiting_requests_are_told_with_what_they_propose(world):
    bob = world.viewer("bob")
    asked = api.ask_correction(bob, field="mobile", proposed="13800001234", reason="换号", key=uuid4(), at=NOW)
    assert api.waiting_corrections([bob.person_id]) == {bob.person_id: {"mobile": (asked.pk, "13800001234")}}
    api.answer_correction(world.viewer("alice"), correction_id=asked.pk, accept=False, answer="没有核到", at=NOW)
    assert api.waiting_corrections([bob.person_id]) == {}
    assert api.corrections_told([asked.pk]) == {asked.pk: ("declined", "13800001234", "没有核到")}
