"""The pages of importing a roster."""

import io
from datetime import timedelta
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.clients import sign_in
from tests.members.rosters import GOOD, changed, citizen_id, people, roster
from tests.world import NOW
from zhibu.kernel import schedule
from zhibu.kernel.clock import now
from zhibu.members.enums import ImportState
from zhibu.members.models import Person, RosterImport
from zhibu.members.rules.roster import guard
from zhibu.members.services.roster_upload import upload_roster

pytestmark = pytest.mark.django_db


@pytest.fixture
def stella(client, world):
    return sign_in(client, world.accounts["stella"])


def sent(file, name="roster.xlsx"):
    return {"file": SimpleUploadedFile(name, file.getvalue()), "key": str(uuid4())}


def uploaded(world, *rows):
    return upload_roster(world.viewer("stella"), file=roster(*rows), name="roster.xlsx", key=uuid4(), at=now())


def address(name, pk):
    return reverse(f"members:{name}", kwargs={"pk": pk})


def page_of(client, name, pk, **query):
    return client.get(address(name, pk), query).content.decode()


def test_from_the_upload_to_the_register_and_back(stella, world):
    answer = stella.post(reverse("members:rosters"), sent(roster(GOOD, changed(公民身份号码="1"))))
    made = RosterImport.objects.get()
    assert answer.url == address("roster", made.pk)
    preview = page_of(stella, "roster", made.pk)
    assert "第 3 行 D 列" in preview
    assert "公民身份号码只有 1 位" in preview

    stella.post(address("roster-import", made.pk), {"skip_bad_rows": "on"})
    assert "progress" in page_of(stella, "roster-state", made.pk)
    assert "every 1s" in page_of(stella, "roster-state", made.pk)
    schedule.run_due(at=now())
    assert Person.objects.filter(citizen_id_mask="1199**********0015").count() == 1
    assert "every 1s" not in page_of(stella, "roster-state", made.pk)

    stella.post(address("roster-back", made.pk))
    schedule.run_due(at=now())
    made.refresh_from_db()
    assert made.state == ImportState.UNDONE
    assert Person.objects.filter(citizen_id_mask="1199**********0015").count() == 0


def test_bad_rows_are_not_left_out_unasked(stella, world):
    made = uploaded(world, GOOD, changed(公民身份号码="1"))
    answer = stella.post(address("roster-import", made.pk))
    assert (answer.status_code, "跳过有错误的行" in answer.content.decode()) == (422, True)


def test_a_clean_roster_asks_for_nothing_but_the_button(stella, world):
    made = uploaded(world, GOOD)
    assert "skip_bad_rows" not in page_of(stella, "roster", made.pk)
    stella.post(address("roster-import", made.pk))
    made.refresh_from_db()
    assert made.state == ImportState.QUEUED


def test_problems_are_filtered_by_weight_and_kind(stella, world):
    made = uploaded(world, changed(公民身份号码="1"), changed(公民身份号码=citizen_id(5), 学历="MBA"))
    everything = page_of(stella, "roster", made.pk)
    errors = page_of(stella, "roster", made.pk, severity="error")
    warnings = page_of(stella, "roster", made.pk, code="unknown_education")
    assert ["第 2 行 D 列" in page for page in (everything, errors, warnings)] == [True, True, False]
    assert ["第 3 行 F 列" in page for page in (everything, errors, warnings)] == [True, False, True]


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"<html>"])
def test_a_wrong_file_is_refused_in_a_sentence_and_nothing_is_kept(stella, content):
    answer = stella.post(reverse("members:rosters"), sent(io.BytesIO(content)))
    assert answer.status_code in {200, 422}
    assert RosterImport.objects.count() == 0
    assert "。" in answer.content.decode()


def test_too_large_a_file_is_refused_beside_the_field(stella, monkeypatch):
    monkeypatch.setattr("zhibu.members.forms.roster.MAX_BYTES", 3 * guard.MIB)
    answer = stella.post(reverse("members:rosters"), sent(io.BytesIO(b"x" * 4 * guard.MIB)))
    assert "文件有 4 MB，超过了 3 MB" in answer.content.decode()
    assert RosterImport.objects.count() == 0


def test_bad_rows_download_as_a_workbook(stella, world):
    made = uploaded(world, changed(公民身份号码="1"))
    answer = stella.post(address("roster-bad-rows", made.pk))
    assert answer["Content-Disposition"] == f'attachment; filename="bad-rows-{made.pk}.xlsx"'
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active["D2"].comment is not None


def test_the_register_downloads_with_a_reason_only(stella):
    assert stella.post(reverse("members:roster-export"), {"reason": " "}).status_code == 422
    answer = stella.post(reverse("members:roster-export"), {"reason": "年度核对"})
    assert openpyxl.load_workbook(io.BytesIO(answer.content)).active["A2"].value == "姓名*"


def test_no_page_of_an_import_shows_a_whole_number(stella, world):
    made = uploaded(world, GOOD, changed(姓名=""), GOOD)
    assert GOOD[3] not in page_of(stella, "roster", made.pk)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_for_one_and_three(stella, world, count, django_assert_num_queries):
    for _ in range(count):
        uploaded(world, GOOD)
    stella.get(reverse("members:rosters"))
    with django_assert_num_queries(6):
        stella.get(reverse("members:rosters"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_takes_the_same_queries_for_one_and_three_problems(stella, world, count, django_assert_num_queries):
    made = uploaded(world, *people(count, 民族="x"))
    stella.get(address("roster", made.pk))
    with django_assert_num_queries(5):
        stella.get(address("roster", made.pk))


def test_an_import_of_long_ago_offers_no_import(stella, world):
    made = upload_roster(
        world.viewer("stella"), file=roster(GOOD), name="r.xlsx", key=uuid4(), at=NOW - timedelta(days=9)
    )
    RosterImport.objects.update(stored_as="")
    assert "请重新上传名册" in page_of(stella, "roster", made.pk)
