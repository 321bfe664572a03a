"""Windows and the lists that go out: no overlap, each case once, formulas stay text."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.factories.casework import a_case, a_window, an_enrolment, grant, staffed
from tests.world import NOW
from zhibu.audit.models import AuditRow
from zhibu.casework import services
from zhibu.casework.enums import Act
from zhibu.casework.errors import NoSuchMatter, NotABuilder, NothingToSend, WindowUnclear
from zhibu.casework.models import Batch, Entry, Window
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
