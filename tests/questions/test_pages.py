"""Pages of the bank, by the door that keepers use."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.factories.questions import KEYS, add_question
from tests.questions.test_tables import GOOD, table, upload
from zhibu.questions.enums import Kind, State
from zhibu.questions.models import Question, QuestionImport
from zhibu.questions.rules.drafts import answer_text

COMMON = {"stem": "题干？", "explanation": "因为。", "source": "出处", "difficulty": "2", "tags": "甲、乙"}


def sent(world, kind):
    options, key = KEYS[kind]
    answer = answer_text(kind, key)
    return COMMON | {
        "options": "\r\n".join(options), "answer": answer, "key": str(uuid4()), "organisation_id": world.branch_a.pk
    }  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_each_kind_is_written_by_its_form(world, as_user, kind):
    page = as_user("alice").post(reverse("questions:new", args=[kind]), sent(world, kind))
    found = Question.objects.get()
    assert page.status_code == 302
    assert (found.kind, found.options, found.key, found.tag_names) == (kind, *KEYS[kind], ["乙", "甲"])


def test_a_faulty_form_keeps_what_was_typed_and_says_what_to_do(world, as_user):
    page = as_user("alice").post(reverse("questions:new", args=["single"]), sent(world, Kind.SINGLE) | {"answer": "F"})
    assert page.status_code == 422
    assert "请用选项的字母 A 到 C" in page.content.decode()
    assert "七月" in page.content.decode()


def test_the_form_of_a_question_shows_what_stands_and_saves_it_unchanged(world, as_user):
    for kind in Kind:
        question = add_question(world.branch_a, kind, state=State.DRAFT)
        client, url = as_user("alice"), reverse("questions:edit", args=[question.pk])
        form = client.get(url).context["form"]
        client.post(url, {name: form[name].value() or "" for name in form.fields})
        again = Question.objects.get(pk=question.pk)
        assert (again.stem, again.options, again.key) == (question.stem, question.options, question.key)
        assert again.written_by == world.person("alice")


def test_a_table_is_uploaded_previewed_and_imported(world, as_user):
    client = as_user("alice")
    sent_form = {
        "organisation_id": world.branch_a.pk,
        "key": str(uuid4()),
        "file": table(GOOD, [*GOOD[:5], "Z", "x", "y"]),
    }
    sent_form["file"].name = "题.xlsx"
    client.post(reverse("questions:upload"), sent_form)
    url = reverse("questions:import", args=[QuestionImport.objects.get().pk])
    assert "不在选项里" in client.get(url).content.decode()
    assert client.post(url).status_code == 422
    client.post(url, {"skip_bad_rows": "on"})
    assert Question.objects.get().stem == GOOD[1]


def test_the_answer_of_the_bank_never_reaches_a_member(world, as_user):
    question = add_question(world.branch_a, Kind.TEXT, key="机密答案")
    for name in ("index", "review", "upload"):
        assert as_user("bob").get(reverse(f"questions:{name}")).status_code == 404
    page = as_user("bob").get(reverse("questions:question", args=[question.pk]))
    assert (page.status_code, "机密答案" in page.content.decode()) == (404, False)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_number_of_queries(world, as_user, django_assert_max_num_queries, count):
    for _ in range(count):
        add_question(world.branch_a, tags=("甲",))
    client = as_user("alice")
    with django_assert_max_num_queries(12):
        assert client.get(reverse("questions:index")).status_code == 200


def test_the_export_is_what_the_list_shows(world, as_user):
    add_question(world.branch_a, stem="甲题")
    add_question(world.branch_b, stem="乙题")
    page = as_user("alice").post(reverse("questions:export"), {"text": "题"})
    stems = [row[1].value for row in load_workbook(BytesIO(page.content)).active.iter_rows(min_row=2)]
    assert stems == ["甲题"]


def test_uploading_twice_is_one_upload(world):
    key = uuid4()
    assert upload(world, GOOD, key=key).pk == upload(world, GOOD, key=key).pk
