"""The pages: a refused form keeps what was typed, a refused file too; counts of queries; what is sealed stays so."""

from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.loader import render_to_string

from tests.factories.casework import ANSWERS, PDF, a_case, a_draft, a_file, go, pay, staffed, taken
from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.casework import services
from zhibu.casework.enums import State
from zhibu.casework.models import Case, Version
from zhibu.casework.queries import page

pytestmark = pytest.mark.django_db
APPLY = "/casework/matters/residence_permit/apply"
TYPED = {
    "version": "1", "name": "Bob", "citizen_id": "11990119900307001 3", "mobile": "138 0000 1111",
    "address": "示例路 1 号", "since": "2026-01-05", "housing": "租房", "landlord": "李房东", "first": "on",
}  # fmt: skip


@pytest.fixture
def hall(world):
    return staffed(world)


def test_a_form_that_was_typed_becomes_a_draft(hall, as_user):
    key = str(uuid4())
    answer = as_user("bob").post(APPLY, TYPED | {"key": key})
    case = Case.objects.get(key=key)
    assert answer.url == f"/casework/{case.pk}/check"
    assert case.answers["citizen_id"] == "119901199003070013"
    assert (case.answers["mobile"], case.answers["landlord"]) == ("13800001111", "李房东")
    assert as_user("bob").post(APPLY, TYPED | {"key": key}).url == answer.url
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"citizen_id": "119901199003070014"}, "最后一位要对得上"),
        ({"mobile": "12345"}, "手机号码是 11 位数字"),
        ({"landlord": ""}, "这一项要填"),
        ({"since": "昨天"}, "since"),
        ({"housing": "帐篷"}, "帐篷"),
    ],
)
def test_a_wrong_answer_is_named_and_the_rest_stays(hall, as_user, wrong, sentence):
    answer = as_user("bob").post(APPLY, TYPED | wrong | {"key": str(uuid4())})
    body = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in body
    assert "示例路 1 号" in body
    assert 'role="alert"' in body
    assert not Case.objects.exists()


def test_what_a_condition_hides_is_not_kept(hall, as_user):
    as_user("bob").post(APPLY, TYPED | {"housing": "单位宿舍", "landlord": "不该留下", "key": str(uuid4())})
    assert "landlord" not in Case.objects.get().answers


def test_a_form_from_before_the_change_is_kept_in_its_own_version(hall, as_user):
    services.begin_draft(hall.viewer("stella"), code="residence_permit", at=NOW)
    services.publish_draft(hall.viewer("stella"), code="residence_permit", changes="", at=NOW)
    as_user("bob").post(APPLY, TYPED | {"key": str(uuid4())})
    assert Case.objects.get().version.number == 1


def test_an_applicant_is_shown_what_changed_since_he_began(hall, as_user):
    case = a_draft(hall)
    services.begin_draft(hall.viewer("stella"), code="hospital_consolation", at=NOW)
    said = {"label": "医保类型", "code": "insurance_kind", "ask": "text"}
    services.change_part(
        hall.viewer("stella"), code="hospital_consolation", revision=1, part="fields", place=99, said=said, at=NOW
    )
    services.publish_draft(hall.viewer("stella"), code="hospital_consolation", changes="", at=NOW)
    assert page.newer(Case.objects.get(pk=case.pk)) == ["新增：医保类型"]
    assert "新增：医保类型" in as_user("bob").get(f"/casework/{case.pk}/check").content.decode()


def test_known_values_come_filled_in(hall, as_user):
    person = hall.person("bob")
    person.mobile, person.employee_number = "13812345678", "E00042"
    person.save()
    body = as_user("bob").get("/casework/matters/residence_permit/apply").content.decode()
    assert 'value="13812345678"' in body
    assert 'value="E00042"' in body
    assert "例如：示例市示例区" in body
    assert not AuditRow.objects.exists()
    person.home_address = "示例路 9 号"
    person.save()
    assert "示例路 9 号" in as_user("bob").get("/casework/matters/residence_permit/apply").content.decode()
    assert AuditRow.objects.get().detail == {"fields": ["家庭住址"]}


def test_fifty_megabytes_are_refused_before_they_are_read(hall, as_user):
    case = a_draft(hall)
    answer = as_user("bob").post(
        f"/casework/{case.pk}/materials/proof", {"file": a_file()}, CONTENT_LENGTH=str(50 * 2**20)
    )
    assert answer.status_code == 413
    assert "没有上传" in answer.content.decode()
    assert Case.objects.get(pk=case.pk).answers == ANSWERS["hospital_consolation"]


def test_a_lying_file_is_refused_in_a_sentence_and_the_answers_stand(hall, as_user):
    case = a_draft(hall)
    lying = SimpleUploadedFile("photo.png", PDF)
    answer = as_user("bob").post(f"/casework/{case.pk}/materials/proof", {"file": lying})
    assert answer.status_code == 422
    assert "内容和名字不符" in answer.content.decode()
    assert "示例医院" in as_user("bob").get(f"/casework/{case.pk}/check").content.decode()


def test_the_handler_sees_sealed_answers_masked_until_he_opens_them(hall, as_user):
    case = taken(hall)
    closed = as_user("uma").get(f"/casework/{case.pk}").content.decode()
    assert "阑尾炎" not in closed
    assert "示例医院" in closed
    opened = as_user("uma").post(f"/casework/{case.pk}/open")
    assert "阑尾炎" in opened.content.decode()
    assert opened.headers["Cache-Control"].startswith("max-age=0")
    assert AuditRow.objects.filter(action="casework.opened").count() == 1
    assert "阑尾炎" in as_user("bob").get(f"/casework/{case.pk}").content.decode()


def test_the_second_handler_reads_who_has_it(hall, as_user):
    case = taken(hall, "certificate_letter", by="alice")
    answer = as_user("dora").post(f"/casework/{case.pk}/take")
    assert answer.status_code in (404, 422)
    answer = as_user("hugo").post(f"/casework/{case.pk}/take")
    assert answer.status_code == 422
    assert "Alice" in answer.content.decode()


def test_a_dependant_without_a_birthday_is_refused(hall, as_user):
    typed = {
        "version": "1", "key": str(uuid4()), "name": "Bob", "mobile": "13800001111", "plan": "基本方案",
        "with_family": "on", "family-0-name": "小禾", "family-0-relation": "子女", "family-0-born_on": "",
    }  # fmt: skip
    address = "/casework/matters/insurance_reservation/apply"
    answer = as_user("bob").post(address, typed)
    assert "每位家属要有姓名、关系和出生日期" in answer.content.decode()
    assert 'value="小禾"' in answer.content.decode()
    as_user("bob").post(address, typed | {"family-0-born_on": "2019-05-06"})
    assert Case.objects.get().answers["family"] == [{"name": "小禾", "relation": "子女", "born_on": "2019-05-06"}]


def test_a_visit_goes_through_its_pages(hall, as_user):
    case = taken(hall)
    uma = as_user("uma")
    uma.post(f"/casework/{case.pk}/pass", {"step": "0"})
    uma.post(f"/casework/{case.pk}/take")
    uma.post(f"/casework/{case.pk}/note", {"visited_on": "2026-11-20", "visitors": "Uma"})
    paid = {"kind": "money", "amount_fen": "800", "given_to": "Bob", "given_on": "2026-11-20", "key": str(uuid4())}
    for _ in range(2):
        uma.post(f"/casework/{case.pk}/pay", paid | {"receipt": a_file()})
    uma.post(f"/casework/{case.pk}/pass", {"step": "1", "words": "恢复得好"})
    stella = as_user("stella")
    stella.post(f"/casework/{case.pk}/take")
    stella.post(f"/casework/{case.pk}/pass", {"step": "2"})
    case.refresh_from_db()
    assert (case.state, case.outlays.get().amount_fen) == (State.DONE, 80000)
    body = as_user("bob").get(f"/casework/{case.pk}").content.decode()
    assert "¥800.00" in body
    assert "恢复得好" in body


@pytest.mark.parametrize("amount", ["0", "-5", "12.345", "很多"])
def test_an_amount_that_is_none_stays_on_the_page(hall, as_user, amount):
    case = taken(hall)
    said = {"kind": "money", "amount_fen": amount, "given_to": "Bob", "given_on": "2026-11-20", "key": str(uuid4())}
    answer = as_user("uma").post(f"/casework/{case.pk}/pay", said)
    assert answer.status_code == 422
    assert not case.outlays.exists()


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_asks_as_often_for_three_cases_as_for_one(hall, as_user, count, django_assert_num_queries):
    for _ in range(count):
        a_case(hall)
    uma = as_user("uma")
    uma.get("/casework/desk")
    with django_assert_num_queries(5):
        answer = uma.get("/casework/desk")
    assert answer.content.decode().count("住院慰问 · Bob") == count


@pytest.mark.parametrize("count", [1, 3])
def test_ones_own_list_asks_as_often_for_three_as_for_one(hall, as_user, count, django_assert_num_queries):
    for _ in range(count):
        a_case(hall)
    bob = as_user("bob")
    bob.get("/casework/mine")
    with django_assert_num_queries(5):
        bob.get("/casework/mine")


def test_a_matter_is_built_on_pages(hall, as_user):
    stella = as_user("stella")
    stella.post("/casework/build/new", {"title": "借书", "code": "book_loan"})
    field = {"revision": "1", "label": "书名", "code": "book", "ask": "text", "required": "on"}
    assert stella.post("/casework/build/book_loan/fields/0", field).status_code == 302
    basics = {"revision": "2", "title": "借书", "summary": "从图书角借书", "hall": "union", "icon": "document"}
    assert stella.post("/casework/build/book_loan/basics", basics).status_code == 302
    step = {"revision": "3", "label": "找书", "code": "check", "duty": "union", "days": "2", "asks": "shelf 书架 text"}
    assert stella.post("/casework/build/book_loan/steps/0", step).status_code == 302
    assert "书名" in stella.get("/casework/build/book_loan/preview").content.decode()
    stella.post("/casework/build/book_loan/publish", {"changes": "第一版"})
    shape = Version.objects.get(matter__code="book_loan").shape
    assert (shape.summary, shape.steps[0].fields[0].code) == ("从图书角借书", "shelf")
    assert "借书" in as_user("bob").get("/casework/").content.decode()


def test_an_editor_who_is_late_is_told(hall, as_user):
    services.begin_draft(hall.viewer("stella"), code="hardship_aid", at=NOW)
    said = {"revision": "7", "label": "书名", "code": "book", "ask": "text"}
    answer = as_user("stella").post("/casework/build/hardship_aid/fields/99", said)
    assert (answer.status_code, "您的改动没有保存" in answer.content.decode()) == (422, True)


def test_unknown_parts_and_acts_are_not_found(hall, as_user):
    services.begin_draft(hall.viewer("stella"), code="hardship_aid", at=NOW)
    assert as_user("stella").get("/casework/build/hardship_aid/secrets/0").status_code == 404
    case = taken(hall)
    assert as_user("uma").post(f"/casework/{case.pk}/act/burn", {"words": "x"}).status_code == 404


def test_a_reversal_shows_both_rows(hall, as_user):
    case = taken(hall)
    row = pay(hall, case)
    as_user("uma").post(f"/casework/outlays/{row.pk}/reverse", {"words": "重复登记", "key": str(uuid4())})
    body = as_user("uma").get(f"/casework/{case.pk}").content.decode()
    assert "-¥500.00" in body
    assert "冲正：重复登记" in body
    assert go(hall, case, "uma").step == 1


def test_pages_are_in_english_for_those_who_wish(hall, as_user):
    client = as_user("bob")
    client.cookies["zhibu_language"] = "en"
    assert "Service hall" in client.get("/casework/").content.decode()


def test_a_letter_begins_with_whom_it_is_for_and_sets_the_rest_in():
    case = SimpleNamespace(number="2026000001")
    letter = SimpleNamespace(
        reference="〔2026〕0001 号", title="证明", issuer="甲支部", issued_at=NOW, issued_by_name="Alice", case=case
    )
    text = render_to_string(
        "casework/paper/letter.html", {"letter": letter, "paragraphs": ["居民委员会：", "特此证明。"]}
    )
    assert '<p class="salutation">居民委员会：</p><p class="letter">特此证明。</p>' in text
    assert '<div class="issuer"><p>甲支部（盖章）</p><p>2026年11月20日</p></div>' in text
