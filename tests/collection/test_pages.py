"""The pages: what they show, what they hide, how often they ask the database; and that nothing typed is lost."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import translation

from tests.factories.collection import a_draft, a_question, sent, sheet_of, submitted
from tests.world import NOW, add_member
from zhibu.collection import services
from zhibu.collection.models import Item, Sheet
from zhibu.collection.queries.dictionary import by_heading, entries
from zhibu.config.demo import collecting
from zhibu.kernel.clock import now
from zhibu.members.models import Correction, Person

ID = "449901199001010034"


def hold(world, name="bob", **values):
    Person.objects.filter(pk=world.person(name).pk).update(**values)


def text_of(response):
    return response.content.decode()


def test_my_page_names_source_and_confirmer_and_masks_what_is_sensitive(world, as_user):
    hold(world, mobile="13800001234", citizen_id_mask="4499**********0034", home_address="示例路 1 号")
    person = Person.objects.get(pk=world.person("bob").pk)
    person.citizen_id = ID
    person.save()
    services.confirm(world.viewer("bob"), person_id=person.pk, codes=["mobile"], stage="self", at=now())
    page = text_of(as_user("bob").get(reverse("collection:mine")))
    assert "来源：党员档案" in page
    assert "本人确认：Bob" in page
    assert "4499**********0034" in page
    assert ID not in page
    assert "示例路" not in page


def test_my_look_goes_to_the_branch_by_one_post(world, as_user):
    data = {"key": str(uuid4()), "version": "1", "mobile": "13800001234", "is_taiwan_origin": "yes"}
    client = as_user("bob")
    for _ in range(2):
        response = client.post(reverse("collection:own"), data)
        assert response.status_code == 302
    assert Sheet.objects.get().state == "submitted"
    assert {(row.field, row.proposed) for row in Correction.objects.all()} == {
        ("mobile", "13800001234"), ("is_taiwan_origin", "1"),
    }  # fmt: skip


def test_a_stale_page_keeps_what_was_typed(world, as_user):
    sheet = sheet_of(world, sent(world, question="工作服尺码", at=now()))
    name = sheet.request.questions.get(field="").name
    data = {"mobile": "13800001234", "education": "大学本科毕业", name: "XL"}
    client, url = as_user("bob"), reverse("collection:sheet", args=[sheet.pk])
    client.post(url, data | {"key": str(uuid4()), "version": "1"})
    late = client.post(url, data | {"key": str(uuid4()), "version": "1", name: "XXL"})
    assert late.status_code == 422
    assert "已经由别人改过" in text_of(late)
    assert "XXL" in text_of(late)
    assert Item.objects.get(field="").answer == "XL"


def test_a_wrong_value_stands_at_its_field(world, as_user):
    sheet = sheet_of(world, sent(world, at=now()))
    data = {"key": str(uuid4()), "version": "1", "mobile": "123", "education": "大学本科毕业"}
    response = as_user("bob").post(reverse("collection:sheet", args=[sheet.pk]), data)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == ["mobile"]


def test_what_is_sensitive_is_never_required(world, as_user):
    sheet = sheet_of(world, sent(world, fields=("home_address",), at=now()))
    data = {"key": str(uuid4()), "version": "1"}
    response = as_user("bob").post(reverse("collection:sheet", args=[sheet.pk]), data)
    assert response.status_code == 302


def test_a_sealed_earlier_answer_is_kept_and_not_shown(world, as_user):
    for _ in range(2):
        draft = a_draft(world, fields=(), at=now())
        question = a_question(world, draft, "有没有慢性病", secrecy="A")
        services.send_request(world.viewer("stella"), request_id=draft.pk, at=now())
        if not Item.objects.exists():
            submitted(world, draft, at=now(), **{question.name: "高血压"})
    sheet = sheet_of(world, draft)
    client, url = as_user("bob"), reverse("collection:sheet", args=[sheet.pk])
    assert "高血压" not in text_of(client.get(url))
    client.post(url, {"key": str(uuid4()), "version": "1"})
    assert [item.answer for item in sheet.items.all()] == ["高血压"]


@pytest.mark.parametrize("first", ["A", "B"])
def test_asking_the_same_again_opens_no_answer_that_was_given_to_others(world, as_user, first):
    asked = a_draft(world, fields=(), at=now())
    question = a_question(world, asked, "有没有慢性病", secrecy=first)
    services.send_request(world.viewer("stella"), request_id=asked.pk, at=now())
    submitted(world, asked, at=now(), **{question.name: "高血压"})
    again = a_draft(world, name="alice", organisation=world.branch_a, fields=(), at=now())
    a_question(world, again, " 有没有慢性病？", name="alice", secrecy="B")
    services.send_request(world.viewer("alice"), request_id=again.pk, at=now())
    url = reverse("collection:sheet", args=[sheet_of(world, again).pk])
    assert "高血压" not in text_of(as_user("alice").get(url))
    assert ("高血压" in text_of(as_user("bob").get(url))) == (first == "B")  # what was sensitive stays so


def test_results_name_nobody_who_has_not_answered(world, as_user):
    add_member(world, "frank", world.branch_a)
    request = sent(world, at=now())
    submitted(world, request, at=now(), mobile="13800001234", education="大学本科毕业")
    client = as_user("stella")
    for name in ("request", "results"):
        page = text_of(client.get(reverse(f"collection:{name}", args=[request.pk])))
        assert "Frank" not in page
        assert "Charlie" not in page
    assert "Frank" in text_of(as_user("alice").get(reverse("collection:request", args=[request.pk])))


def test_the_draft_says_what_the_platform_has_and_keeps_a_wrong_question(world, as_user):
    request = a_draft(world, fields=("category",), at=now())
    client = as_user("stella")
    assert "这一栏平台已有" in text_of(client.get(reverse("collection:request", args=[request.pk])))
    wrong = {"text": "尺码", "kind": "choice", "choices": "S", "secrecy": "B"}
    response = client.post(reverse("collection:add-question", args=[request.pk]), wrong)
    assert response.status_code == 422
    assert "请至少写两个选项" in text_of(response)
    client.post(reverse("collection:add-question", args=[request.pk]), wrong | {"choices": "S\nM\nS"})
    assert request.questions.get(field="").choices == ["S", "M"]


def test_a_sheet_asks_the_database_as_often_for_three_items_as_for_one(world, as_user, django_assert_max_num_queries):
    client = as_user("bob")
    few = sheet_of(world, sent(world, fields=("mobile",), at=now()))
    many = sheet_of(world, sent(world, fields=("mobile", "phone", "degree"), at=now()))
    for sheet in (few, many):
        with django_assert_max_num_queries(16):
            client.get(reverse("collection:sheet", args=[sheet.pk]))


@pytest.mark.parametrize("names", [("bob",), ("bob", "alice", "charlie")])
def test_results_ask_the_database_as_often_for_three_rows_as_for_one(world, as_user, names, django_assert_num_queries):
    request = sent(world, at=now())
    for name in names:
        submitted(world, request, name, at=now(), mobile="13800001234", education="大学本科毕业")
    client, url = as_user("stella"), reverse("collection:results", args=[request.pk])
    client.get(url)
    with django_assert_num_queries(12):
        client.get(url)


def test_the_pages_speak_english(world, as_user):
    client = as_user("alice")
    client.cookies["zhibu_language"] = "en"
    with translation.override("en"):
        assert "Fill in once" in text_of(client.get(reverse("collection:index")))
        assert "Burden meter" in text_of(client.get(reverse("collection:burden")))


def test_the_demo_has_requests_in_every_state(world):
    hold(world, mobile="13800001234")
    hold(world, "alice", education="大学本科毕业")
    branch = SimpleNamespace(id=world.branch_a.pk, officers={"secretary": 1})
    cast = SimpleNamespace(committee_id=world.hq.pk, branches=[None, branch])
    collecting.ask(
        cast, staff=world.viewer("stella"), member=world.viewer("bob"), secretary=world.viewer("alice"),
        officers={1: world.viewer("alice")}, at=NOW,
    )  # fmt: skip
    states = sorted(Sheet.objects.values_list("request__title", "state").distinct())
    assert ("志愿服务马甲尺码", "done") in states
    assert ("党员信息年度核对", "submitted") in states
    assert ("三季度基层组织情况", "done") in states


def test_what_can_be_asked_stands_under_headings_that_fold(world, as_user):
    request = a_draft(world, fields=("education",), at=now())
    client = as_user("stella")
    empty = text_of(client.get(reverse("collection:new", args=["members"])))
    assert (empty.count("<details"), empty.count("<details open>")) == (5, 1)
    ticked = text_of(client.get(reverse("collection:edit", args=[request.pk])))
    assert ticked.count("<details open>") == 2
    assert "已选 1" in ticked


def test_every_item_of_the_dictionary_stands_under_one_heading():
    placed = [one.code for _title, items in by_heading(entries()) for one in items]
    assert sorted(placed) == sorted(entries())
    assert [str(title) for title, _items in by_heading(entries())][-1] != "其他"
