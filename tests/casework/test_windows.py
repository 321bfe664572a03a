"""Windows and the lists that go out: no overlap, each case once, formulas stay text."""

import json
from datetime import date
from io import BytesIO
from uuid import uuid4

import pytest
from openpyxl import load_workbook

from tests.factories.casework import (
    ANSWERS,
    a_case,
    a_draft,
    a_window,
    an_enrolment,
    go,
    grant,
    staffed,
    with_papers,
)
from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.casework import services
from zhibu.casework.enums import Act, State
from zhibu.casework.errors import (
    ConsentMissing,
    ConsentRefused,
    NoSuchMatter,
    NotABuilder,
    NothingToSend,
    WindowUnclear,
)
from zhibu.casework.models import Batch, Case, Entry, Window
from zhibu.casework.queries.windows import get_batch, get_window, windows_of, workbook
from zhibu.members.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def test_a_window_is_made_once_and_overlaps_no_other(hall):
    first = a_window(hall)
    assert a_window(hall) == first
    with pytest.raises(WindowUnclear):
        a_window(hall, title="又一期", opens=date(2026, 11, 30), closes=date(2026, 12, 9))
    assert a_window(hall, title="又一期", opens=date(2026, 12, 1), closes=date(2026, 12, 9)) != first
    with pytest.raises(WindowUnclear):
        a_window(hall, title="倒过来", opens=date(2027, 2, 2), closes=date(2027, 2, 1))


def test_finished_cases_go_onto_one_list_each(hall):
    window = a_window(hall)
    case = an_enrolment(hall)
    a_case(hall, "insurance_enrolment", name="charlie")  # not finished
    row = windows_of(window.matter).get()
    assert (row.ready, row.running) == (1, 1)
    batch = services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    assert (batch.number, batch.rows, list(batch.cases.values_list("pk", flat=True))) == (1, 1, [case.pk])
    assert Entry.objects.filter(case=case, act=Act.BATCHED).count() == 1
    with pytest.raises(NothingToSend):
        services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    assert Batch.objects.count() == 1


def test_the_workbook_has_a_row_for_each_person_and_no_formula(hall):
    window = a_window(hall)
    case = an_enrolment(hall, name="bob", mobile="=1+1")
    batch = services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    sheet = load_workbook(BytesIO(workbook(batch))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["编号", "姓名", "单位", "与职工关系", "出生日期"]
    assert rows[1][:4] == [case.number, "Bob", "甲支部", "本人"]
    assert "'=1+1" in rows[1]
    assert rows[2][:5] == [case.number, "小禾", "甲支部", "子女", "2019-05-06"]
    assert len(rows) == 3


def test_taking_a_list_is_logged_with_its_size(hall, as_user):
    window = a_window(hall)
    an_enrolment(hall)
    batch = services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    answer = as_user("stella").get(f"/casework/batches/{batch.pk}")
    assert answer.content[:2] == b"PK"
    assert AuditRow.objects.get(action="casework.batch").detail == {"rows": 1}


def test_a_no_to_the_insurer_stops_the_form_and_keeps_what_was_typed(hall, as_user):
    a_window(hall)
    said = ANSWERS["insurance_enrolment"] | {"agreed": "不同意", "with_family": ""}
    form = {"version": "1", "key": str(uuid4()), **{code: str(value) for code, value in said.items()}}
    answer = as_user("bob").post("/casework/matters/insurance_enrolment/apply", form)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "没有您的同意，信息不会交出去" in body
    assert "119901199003070013" in body
    assert not Case.objects.exists()


def test_without_consent_nothing_is_sent(hall):
    a_window(hall)
    case = with_papers(hall, a_draft(hall, "insurance_enrolment", agreed="不同意"))
    with pytest.raises(ConsentMissing):
        services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    answers = case.answers | {"agreed": "同意"}
    services.fill_in(hall.viewer("bob"), case_id=case.pk, answers=answers, at=NOW)
    assert services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW).state == State.WAITING


def disagree(case):
    """As it stands in a case from before the question was asked this way."""
    answers = Case.objects.get(pk=case.pk).answers | {"agreed": "不同意"}
    Case.objects.filter(pk=case.pk).update(sealed_answers=json.dumps(answers, ensure_ascii=False))


def test_a_handler_cannot_pass_over_a_no(hall):
    a_window(hall)
    case = a_case(hall, "insurance_enrolment")
    disagree(case)
    with pytest.raises(ConsentRefused):
        go(hall, case, "uma")
    declined = services.decline(hall.viewer("uma"), case_id=case.pk, words="不同意就不能参保", at=NOW)
    assert declined.state == State.DECLINED


def test_a_no_never_reaches_the_list(hall):
    window = a_window(hall)
    refused, agreed = an_enrolment(hall, name="bob"), an_enrolment(hall, name="charlie")
    disagree(refused)
    batch = services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    assert list(batch.cases.values_list("pk", flat=True)) == [agreed.pk]
    with pytest.raises(NothingToSend):
        services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)


def test_lists_are_for_keepers(hall):
    window = a_window(hall)
    with pytest.raises(NotABuilder):
        get_window(hall.viewer("alice"), window.pk)
    with pytest.raises(NoSuchMatter):
        get_window(hall.viewer("stella"), window.pk + 9)
    assert Window.objects.count() == 1


@pytest.mark.parametrize("role", [Role.UNION_OFFICER, Role.PARTY_AFFAIRS])
def test_who_works_for_one_branch_gets_no_list_of_the_whole_tree(hall, as_user, role):
    window = a_window(hall)
    an_enrolment(hall)
    batch = services.make_batch(hall.viewer("stella"), window_id=window.pk, at=NOW)
    grant(hall, "charlie", role, hall.branch_b)
    for get, row in ((get_window, window), (get_batch, batch)):
        with pytest.raises(NotABuilder):
            get(hall.viewer("charlie"), row.pk)
    with pytest.raises(NotABuilder):
        services.begin_draft(hall.viewer("charlie"), code="insurance_enrolment", at=NOW)
    with pytest.raises(NotABuilder):
        services.begin_matter(hall.viewer("charlie"), code="x", title="x", at=NOW)
    assert as_user("charlie").get(f"/casework/batches/{batch.pk}").status_code == 404
    assert not AuditRow.objects.filter(action="casework.batch").exists()
