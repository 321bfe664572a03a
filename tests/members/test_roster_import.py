"""A roster goes into the register, changes it, and comes out again."""

import io
import json
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import openpyxl
import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection

from tests.members.rosters import GOOD, HEADER, changed, citizen_id, people, roster, workbook
from tests.world import NOW, TODAY, add_organisation
from zhibu.audit.models import AuditRow
from zhibu.kernel import schedule
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import ImportState, MembershipChange, Status
from zhibu.members.errors import (
    BadRowsWait,
    ExportReasonNeeded,
    FileForgotten,
    ImportNotWaiting,
    NewBranchesWait,
    NoSuchImport,
)
from zhibu.members.models import Membership, MembershipEvent, Person, PostHolding, RosterChange, RosterImport
from zhibu.members.models.person import citizen_id_index
from zhibu.members.queries.directory import Sought
from zhibu.members.services import roster_upload
from zhibu.members.services.roster_export import bad_rows_of, export_roster
from zhibu.members.services.roster_import import (
    ask_import,
    import_roster,
    roll_back_import,
    take_up_again,
    work_on,
)
from zhibu.members.services.roster_upload import forget_old_files, preview_roster, upload_roster
from zhibu.organisations.enums import Kind, PostTitle, State
from zhibu.organisations.models import Organisation

REAL = Path(__file__).parent / "data/roster.xlsx"
SYSTEM = Viewer.system("test")
pytestmark = pytest.mark.django_db


def clock():
    return NOW + timedelta(seconds=1)


def bring_in(viewer, file, *, at=NOW, skip=False, found=False):
    return import_roster(
        viewer, file=file, name="r.xlsx", skip_bad_rows=skip, found_new_branches=found, at=at, clock=lambda: at
    )


def person(number=GOOD[3]):
    return Person.objects.get(citizen_id_index=citizen_id_index(number))


def stored():
    found = person()
    return Person.objects.filter(pk=found.pk).values().get(), Membership.objects.filter(person=found).values().get()


def changes_of(someone):
    events = MembershipEvent.objects.filter(person=someone).order_by("pk")
    return list(events.values_list("change", "happened_on"))


def test_a_good_row_becomes_a_member_with_his_history(world):
    done = bring_in(world.viewer("stella"), roster(GOOD))
    found = person()
    assert (done.state, done.plan["created"]) == (ImportState.DONE, 1)
    assert (found.name, found.citizen_id, found.citizen_id_mask) == ("张安", GOOD[3], "1199**********0015")
    assert (found.home_address, found.birth_date, found.work_post) == (
        "广州市示例路1号",
        date(1985, 3, 15),
        "企业管理人员",
    )
    held = found.membership
    assert (held.branch, held.category, held.status) == (world.branch_a, "full", "normal")
    assert changes_of(found) == [("admitted", date(2008, 7, 1)), ("converted", date(2009, 7, 1))]


def test_class_a_fields_are_sealed_in_the_database_and_in_the_kept_file(world):
    upload = upload_roster(world.viewer("stella"), file=roster(GOOD), name="r", key=uuid4(), at=NOW)
    ask_import(world.viewer("stella"), roster_id=upload.pk, skip_bad_rows=False, found_new_branches=False, at=NOW)
    work_on(roster_id=upload.pk, clock=clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT citizen_id, home_address FROM members_person WHERE citizen_id <> ''")
        assert all(value.startswith("z1.") for row in cursor.fetchall() for value in row)
    with default_storage.open(upload.stored_as) as kept:
        assert kept.read(3) == b"z1."


def test_the_same_file_twice_changes_nothing(world):
    bring_in(world.viewer("stella"), roster(*people(5)))
    before = list(Person.objects.order_by("pk").values())
    again = bring_in(world.viewer("stella"), roster(*people(5)), at=NOW + timedelta(days=1))
    assert (again.plan["created"], again.plan["changed"], again.plan["same"]) == (0, 0, 5)
    assert list(Person.objects.order_by("pk").values()) == before
    assert RosterChange.objects.filter(roster=again).count() == 0


def test_a_member_in_another_branch_moves_with_a_dated_event(world):
    bring_in(world.viewer("stella"), roster(GOOD))
    done = bring_in(world.viewer("stella"), roster(changed(所在党支部="乙支部")))
    event = MembershipEvent.objects.get(change=MembershipChange.MOVED_BRANCH)
    assert (done.plan["moved"], person().membership.branch) == (1, world.branch_b)
    assert (event.from_branch, event.to_branch, event.happened_on) == (world.branch_a, world.branch_b, TODAY)


@pytest.mark.parametrize(
    ("values", "event"),
    [
        ({"党籍状态": "停止党籍"}, ("suspended", TODAY)),
        ({"是否失联/流动": "失联"}, ("lost", TODAY)),
        ({"加入党组织日期": "2008-08-01"}, ("corrected", TODAY)),
    ],
)
def test_a_change_of_membership_is_a_dated_event(world, values, event):
    bring_in(world.viewer("stella"), roster(GOOD))
    bring_in(world.viewer("stella"), roster(changed(**values)))
    assert changes_of(person())[2:] == [event]


def test_a_probationary_member_becomes_full_on_the_day_of_the_roster(world):
    young = changed(人员类别="预备党员", 加入党组织日期="2025-07-01", 转为正式党员日期="")
    bring_in(world.viewer("stella"), roster(young))
    bring_in(world.viewer("stella"), roster(changed(加入党组织日期="2025-07-01", 转为正式党员日期="2026-07-01")))
    assert changes_of(person()) == [("admitted", date(2025, 7, 1)), ("converted", date(2026, 7, 1))]


def test_a_blank_cell_does_not_wipe_out_what_is_known(world):
    bring_in(world.viewer("stella"), roster(GOOD))
    bring_in(world.viewer("stella"), roster(changed(手机号码="", 家庭住址="", 学历="")))
    assert (person().mobile, person().home_address) == ("13846549611", "广州市示例路1号")


def test_an_employee_becomes_a_member(world):
    someone = Person.objects.create(
        name="张安", citizen_id=GOOD[3], citizen_id_index=citizen_id_index(GOOD[3]),
        citizen_id_mask="1199**********0015", created_at=NOW - timedelta(days=9), updated_at=NOW - timedelta(days=9),
    )  # fmt: skip
    done = bring_in(world.viewer("stella"), roster(GOOD))
    assert Membership.objects.get(person=someone).branch == world.branch_a
    roll_back_import(world.viewer("stella"), roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    assert not Membership.objects.filter(person=someone).exists()
    assert Person.objects.get(pk=someone.pk).updated_at == NOW - timedelta(days=9)


def test_bad_rows_wait_until_somebody_says_to_leave_them_out(world):
    file = roster(GOOD, changed(公民身份号码="1"))
    with pytest.raises(BadRowsWait):
        bring_in(world.viewer("stella"), file)
    done = bring_in(world.viewer("stella"), file, skip=True)
    assert (done.plan["created"], done.bad_rows) == (1, 1)


def test_the_real_roster_on_an_empty_tree():
    with REAL.open("rb") as file:
        with pytest.raises(NewBranchesWait):
            bring_in(SYSTEM, file, skip=True)
        done = bring_in(SYSTEM, file, skip=True, found=True)
    assert (done.rows, done.bad_rows, done.plan["created"]) == (320, 15, 305)
    assert Organisation.objects.filter(kind=Kind.PARTY_BRANCH, depth=2).count() == 8
    assert Organisation.objects.find_problems() == ([], [], [], [], [])


def test_new_branches_stand_under_the_committee_that_is_there():
    committee = add_organisation(None, "集团党委", Kind.PARTY_COMMITTEE)
    bring_in(SYSTEM, roster(*people(3, 所在党支部="新支部")), found=True)
    assert Organisation.objects.get_parent(Organisation.objects.get(short_name="新支部")) == committee


def test_a_rolled_back_import_leaves_no_trace(world):
    people_before, events_before = Person.objects.count(), MembershipEvent.objects.count()
    done = bring_in(world.viewer("stella"), roster(*people(3)))
    roll_back_import(world.viewer("stella"), roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    done.refresh_from_db()
    assert (done.state, done.kept) == (ImportState.UNDONE, 0)
    assert (Person.objects.count(), MembershipEvent.objects.count()) == (people_before, events_before)


def test_branches_that_an_import_set_up_go_with_it_and_can_come_again():
    add_organisation(None, "集团党委", Kind.PARTY_COMMITTEE)
    done = bring_in(SYSTEM, roster(*people(3, 所在党支部="新支部")), found=True)
    roll_back_import(SYSTEM, roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    assert not Organisation.objects.filter(short_name="新支部").exists()
    assert Organisation.objects.get(name="新支部").state == State.DISSOLVED
    again = bring_in(SYSTEM, roster(*people(3, 所在党支部="新支部")), found=True)
    assert (again.state, again.plan["created"]) == (ImportState.DONE, 3)
    assert Organisation.objects.get(short_name="新支部").state == State.ACTIVE


def test_a_branch_that_somebody_uses_stays_when_the_import_goes():
    add_organisation(None, "集团党委", Kind.PARTY_COMMITTEE)
    done = bring_in(SYSTEM, roster(*people(3, 所在党支部="新支部")), found=True)
    made = Organisation.objects.get(short_name="新支部")
    holder = Person.objects.order_by("pk")[0]
    PostHolding.objects.create(person=holder, organisation=made, title=PostTitle.SECRETARY, started_on=TODAY)
    roll_back_import(SYSTEM, roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    made.refresh_from_db()
    assert (made.state, made.short_name) == (State.ACTIVE, "新支部")
    assert list(Person.objects.all()) == [holder]


def test_an_export_is_narrowed_as_the_list_is(world):
    content = export_roster(world.viewer("stella"), reason="x", sought=Sought(branch_id=world.branch_b.pk), at=NOW)
    names = [row[0] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows(values_only=True)]
    assert "Charlie" in names
    assert not {"Alice", "Bob", "Stella"} & set(names)


def test_a_roll_back_restores_what_was_changed(world):
    bring_in(world.viewer("stella"), roster(GOOD), at=NOW - timedelta(days=2))
    before = (
        Person.objects.filter(pk=person().pk).values().get(),
        Membership.objects.filter(person=person()).values().get(),
    )
    change = changed(
        所在党支部="乙支部", 手机号码="13900000000", 家庭住址="新址", 党籍状态="停止党籍", 出生日期="1985-03-16"
    )
    done = bring_in(world.viewer("stella"), roster(change))
    assert person().home_address == "新址"
    roll_back_import(world.viewer("stella"), roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    after = (
        Person.objects.filter(pk=person().pk).values().get(),
        Membership.objects.filter(person=person()).values().get(),
    )
    assert after == before
    assert [change for change, _day in changes_of(person())] == ["admitted", "converted"]


def test_a_roll_back_keeps_whoever_something_else_depends_on(world):
    done = bring_in(world.viewer("stella"), roster(*people(3)))
    edited, moved, _free = (person(citizen_id(n)) for n in range(3))
    Person.objects.filter(pk=edited.pk).update(mobile="13900000000", updated_at=NOW + timedelta(hours=1))
    MembershipEvent.objects.create(
        person=moved, change="lost", happened_on=TODAY, recorded_by="x", recorded_at=NOW + timedelta(hours=1)
    )
    roll_back_import(world.viewer("stella"), roster_id=done.pk, at=NOW)
    work_on(roster_id=done.pk, clock=clock)
    done.refresh_from_db()
    assert done.kept == 2
    assert set(Person.objects.filter(citizen_id_index__isnull=False)) == {edited, moved}


def test_an_import_that_was_cut_off_is_taken_up_again_and_creates_nobody_twice(world, monkeypatch):
    monkeypatch.setattr(roster_upload, "CHUNK", 2)
    monkeypatch.setattr(roster_upload.chunks, "__defaults__", (2,))
    stella = world.viewer("stella")
    upload = upload_roster(stella, file=roster(*people(5)), name="r", key=uuid4(), at=NOW)
    ask_import(stella, roster_id=upload.pk, skip_bad_rows=False, found_new_branches=False, at=NOW)

    calls = iter((NOW, NOW))  # claim, first chunk, then the process is gone

    def stops():
        if (moment := next(calls, None)) is None:
            raise KeyboardInterrupt
        return moment

    with pytest.raises(KeyboardInterrupt):
        work_on(roster_id=upload.pk, clock=stops)
    assert Person.objects.filter(citizen_id_index__isnull=False).count() == 4
    take_up_again(at=NOW + timedelta(minutes=5), clock=lambda: NOW + timedelta(minutes=5))
    upload.refresh_from_db()
    assert (upload.state, upload.plan["created"], upload.done) == (ImportState.DONE, 5, 5)


def test_one_import_at_a_time(world):
    RosterImport.objects.create(
        key=uuid4(), state=ImportState.RUNNING, uploaded_by="x", uploaded_at=NOW, file_name="r", seen_at=NOW
    )
    stella = world.viewer("stella")
    upload = upload_roster(stella, file=roster(GOOD), name="r", key=uuid4(), at=NOW)
    ask_import(stella, roster_id=upload.pk, skip_bad_rows=False, found_new_branches=False, at=NOW)
    work_on(roster_id=upload.pk, clock=clock)
    upload.refresh_from_db()
    assert (upload.state, Person.objects.filter(citizen_id_index__isnull=False).count()) == (ImportState.QUEUED, 0)


def test_the_worker_runs_what_was_asked_for(world):
    stella = world.viewer("stella")
    upload = upload_roster(stella, file=roster(GOOD), name="r", key=uuid4(), at=NOW)
    ask_import(stella, roster_id=upload.pk, skip_bad_rows=False, found_new_branches=False, at=NOW)
    schedule.run_due(at=NOW)
    upload.refresh_from_db()
    assert upload.state == ImportState.DONE


def test_the_same_step_twice_is_refused(world):
    done = bring_in(world.viewer("stella"), roster(GOOD))
    with pytest.raises(ImportNotWaiting):
        ask_import(world.viewer("stella"), roster_id=done.pk, skip_bad_rows=True, found_new_branches=True, at=NOW)


def test_the_same_form_twice_uploads_once(world):
    key = uuid4()
    first, second = (
        upload_roster(world.viewer("stella"), file=roster(GOOD), name="r", key=key, at=NOW) for _ in range(2)
    )
    assert first.pk == second.pk


def test_a_secretary_imports_into_her_own_branch_only(world):
    found = preview_roster(world.viewer("alice"), file=roster(GOOD, changed(所在党支部="乙支部")), at=NOW)
    assert [(p.row, p.code) for p in found.problems] == [(3, "dup_id"), (3, "unknown_branch")]


def test_a_secretary_cannot_pull_over_a_member_of_another_branch(world):
    bring_in(world.viewer("stella"), roster(changed(所在党支部="乙支部")))
    done = bring_in(world.viewer("alice"), roster(GOOD), skip=True)
    assert (done.bad_rows, person().membership.branch) == (1, world.branch_b)
    assert json.loads(done.problems)[0]["kind"] == "elsewhere"


def test_who_has_left_does_not_come_back_by_a_roster(world):
    bring_in(world.viewer("stella"), roster(GOOD))
    Membership.objects.filter(person=person()).update(status=Status.LEFT)
    found = preview_roster(world.viewer("stella"), file=roster(GOOD), at=NOW)
    assert [(p.row, p.column, p.code) for p in found.problems] == [(2, "O", "left_party")]


@pytest.mark.parametrize("name", ["bob", "charlie", "dana", "eve"])
def test_who_keeps_no_register_gets_nothing(world, name):
    viewer = world.viewer(name)
    done = bring_in(world.viewer("stella"), roster(GOOD))
    with pytest.raises(NoSuchImport):
        upload_roster(viewer, file=roster(GOOD), name="r", key=uuid4(), at=NOW)
    with pytest.raises(NoSuchImport):
        roll_back_import(viewer, roster_id=done.pk, at=NOW)
    with pytest.raises(NoSuchImport):
        bad_rows_of(viewer, roster_id=done.pk, at=NOW)


def test_a_secretary_does_not_see_the_import_of_the_office(world):
    done = bring_in(world.viewer("stella"), roster(GOOD))
    with pytest.raises(NoSuchImport):
        bad_rows_of(world.viewer("alice"), roster_id=done.pk, at=NOW)


def test_what_was_exported_comes_in_again_without_a_change(world):
    odd = {
        "姓名": "李乙",
        "民族": "穿青人",
        "党籍状态": "停止党籍",
        "固定电话": "020-81234567",
        "是否失联/流动": "失联、流动",
    }
    young = changed(公民身份号码=citizen_id(78), 人员类别="预备党员", 加入党组织日期="2026-01-01", 转为正式党员日期="")
    odd_row = changed(公民身份号码=citizen_id(77), **odd)
    bring_in(world.viewer("stella"), roster(GOOD, young, odd_row, *people(3, 所在党支部="乙支部")))
    Membership.objects.filter(person__citizen_id_index=None).delete()
    content = export_roster(world.viewer("stella"), reason="年度核对", at=NOW)
    again = preview_roster(world.viewer("stella"), file=io.BytesIO(content), at=NOW)
    assert [problem.code for problem in again.problems if problem.is_error] == []
    assert again.plan == {"new": 0, "changed": 0, "same": 6, "moved": 0}
    assert (again.plan["same"], again.rows) == (6, 6)


def test_text_that_looks_like_a_formula_leaves_as_text(world):
    Person.objects.filter(pk=world.person("alice").pk).update(name='=HYPERLINK("x")')
    sheet = openpyxl.load_workbook(io.BytesIO(export_roster(world.viewer("alice"), reason="x", at=NOW))).active
    assert {row[0].data_type for row in sheet.iter_rows(min_row=3)} == {"s"}


def test_an_export_holds_the_branches_of_the_viewer_and_is_logged(world):
    bring_in(world.viewer("stella"), roster(GOOD, *people(2, 所在党支部="乙支部")))
    content = export_roster(world.viewer("alice"), reason="  核对 ", at=NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert {row[7].value for row in sheet.iter_rows(min_row=3)} == {"甲支部"}
    row = AuditRow.objects.get(action="roster.export")
    assert (row.reason, row.actor, row.detail) == ("核对", "Alice", {"count": sheet.max_row - 2})


def test_an_export_without_a_reason_is_refused(world):
    with pytest.raises(ExportReasonNeeded):
        export_roster(world.viewer("alice"), reason="  ", at=NOW)


def test_bad_rows_come_as_a_workbook_with_comments_that_can_be_mended_and_sent_back(world):
    file = workbook(("名册", [["标题"], HEADER, GOOD, changed(公民身份号码="1", 手机号码="2")]))
    upload = upload_roster(world.viewer("stella"), file=file, name="r", key=uuid4(), at=NOW)
    content = bad_rows_of(world.viewer("stella"), roster_id=upload.pk, at=NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]][:4] == HEADER[:4]
    assert "只有 1 位" in sheet["D2"].comment.text
    assert "手机号码" in sheet["L2"].comment.text
    assert sheet["Q2"].value.startswith("原第 4 行：")
    sheet["D2"], sheet["L2"] = citizen_id(9), "13846549611"
    mended = io.BytesIO()
    sheet.parent.save(mended)
    assert preview_roster(world.viewer("stella"), file=mended, at=NOW).problems == []


def test_bad_rows_of_a_first_roster_hold_the_unknown_branch_too():
    with REAL.open("rb") as file:
        upload = upload_roster(SYSTEM, file=file, name="r", key=uuid4(), at=NOW)
    content = bad_rows_of(SYSTEM, roster_id=upload.pk, at=NOW)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet.max_row == 1 + 15
    assert sheet["H3"].comment.text.startswith("没有叫“海外党支部”")


def test_the_file_is_forgotten_after_a_week(world):
    upload = upload_roster(world.viewer("stella"), file=roster(changed(姓名="")), name="r", key=uuid4(), at=NOW)
    assert forget_old_files(at=NOW + timedelta(days=6)) == 0
    assert forget_old_files(at=NOW + timedelta(days=8)) == 1
    assert not default_storage.exists(upload.stored_as)
    with pytest.raises(FileForgotten):
        bad_rows_of(world.viewer("stella"), roster_id=upload.pk, at=NOW)


@pytest.mark.parametrize("size", [1, 30])
def test_the_number_of_queries_does_not_grow_with_the_rows(world, django_assert_num_queries, size):
    bring_in(world.viewer("stella"), roster(*people(size // 2)))
    stella = world.viewer("stella")
    with django_assert_num_queries(2):
        preview_roster(stella, file=roster(*people(size)), at=NOW)


def command(*arguments):
    out = io.StringIO()
    call_command("members", "import", *map(str, arguments), stdout=out)
    return out.getvalue()


def test_the_command_prints_the_problems_as_json():
    found = json.loads(command(REAL, "--dry-run", "--json", "--today", "2026-11-21"))
    assert found["rows"] == 320
    assert len(found["problems"]) == 20
    assert set(found["problems"][0]) == {"row", "column", "code", "severity", "message"}


def test_the_command_imports_and_says_what_it_did():
    done = json.loads(command(REAL, "--json", "--skip-bad-rows", "--found-branches", "--today", "2026-11-21"))
    assert (done["rows"], done["created"], done["bad_rows"]) == (320, 305, 15)
    assert "新增 0，更新 0，跳过 15" in command(REAL, "--skip-bad-rows", "--today", "2026-11-21")


def test_the_command_refuses_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="没有这个文件"):
        command(tmp_path / "nothing.xlsx")
    (tmp_path / "empty.xlsx").touch()
    with pytest.raises(CommandError, match="empty_file"):
        command(tmp_path / "empty.xlsx", "--dry-run")


def test_a_refusal_while_importing_is_said_and_can_be_tried_again(world):
    stella = world.viewer("stella")
    upload = upload_roster(stella, file=roster(GOOD), name="r", key=uuid4(), at=NOW)
    default_storage.delete(upload.stored_as)
    ask_import(stella, roster_id=upload.pk, skip_bad_rows=False, found_new_branches=False, at=NOW)
    work_on(roster_id=upload.pk, clock=clock)
    upload.refresh_from_db()
    assert (upload.state, upload.failure) == (ImportState.PREVIEWED, str(FileForgotten.sentence))
