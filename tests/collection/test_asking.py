"""Asking: what is held is not asked, limits are said beforehand, reminders end at two, results name who answered."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from openpyxl import load_workbook

from tests.factories.collection import WEEK, a_draft, a_question, filled, sent, sheet_of, submitted
from tests.world import NOW, TODAY, add_member
from zhibu.audit.models import AuditRow
from zhibu.collection import services, tasks
from zhibu.collection.enums import SheetState, Stage
from zhibu.collection.errors import (
    AlreadySent,
    ChangedMeanwhile,
    DueTooSoon,
    NobodyAsked,
    NoSuchRequest,
    NoSuchSheet,
    NotAnAsker,
    NothingAsked,
    NotOpen,
    OverBurden,
    ReasonNeeded,
    RemindedTwice,
)
from zhibu.collection.models import Item, Request, Sheet
from zhibu.collection.queries import burden, reach, results, todo
from zhibu.collection.queries.figures import FIGURES, figures
from zhibu.collection.queries.planning import plan
from zhibu.kernel.models import DueTask
from zhibu.members.enums import Category, Sex
from zhibu.members.models import Membership, Person
from zhibu.members.services.export import take_along
from zhibu.notify.models import Message

AT_NIGHT = NOW.replace(hour=14)  # 22:00 in Shanghai
STELLA = "stella"


def hold(world, name, **values):
    Person.objects.filter(pk=world.person(name).pk).update(**values)


def confirmed(world, name, **values):
    hold(world, name, **values)
    services.confirm(world.viewer(name), person_id=world.person(name).pk, codes=values, stage=Stage.SELF, at=NOW)


def everybody(world, **values):
    for name in ("alice", "bob", "charlie", STELLA):
        confirmed(world, name, **values)


def test_who_has_it_all_is_not_asked(world):
    confirmed(world, "bob", mobile="13800001234", education="大学本科毕业")
    request = sent(world)
    sheet = sheet_of(world, request)
    assert (sheet.state, sheet.asked, sheet.confirmed, sheet.seconds) == (SheetState.KNOWN, 0, 0, 0)
    assert sheet_of(world, request, "charlie").state == SheetState.OPEN
    assert not Message.objects.filter(person=world.person("bob")).exists()
    assert Message.objects.filter(person=world.person("charlie"), key=f"collection:{request.pk}").count() == 1


def test_a_plan_says_beforehand_what_it_costs(world):
    confirmed(world, "bob", mobile="13800001234")
    hold(world, "charlie", mobile="13911112222")
    draft = a_draft(world, fields=("mobile", "category"))
    a_question(world, draft, "工作服尺码")
    found = plan(draft, at=NOW)
    category, mobile, size = found.columns
    assert (mobile.held, mobile.due, mobile.missing, mobile.already) == (1, 1, 2, False)
    assert (category.derived, category.already) == (True, True)
    assert (size.missing, size.label) == (4, "工作服尺码")
    assert (found.bothered, found.spared, found.longest, found.over) == (4, 0, 2, [])
    assert found.minutes == 7  # 4 × 30 s opening, 4 × 60 s question, 2 × 25 s missing, 3 s to confirm


def test_a_column_that_the_platform_has_is_named(world):
    everybody(world, mobile="13800001234")
    found = plan(a_draft(world, fields=("mobile",)), at=NOW)
    assert [column.already for column in found.columns] == [True]
    assert (found.bothered, found.spared) == (0, 4)


def test_too_many_items_need_a_reason_that_branches_read(world):
    fields = ("former_name", "sex", "ethnicity", "birth_date", "education", "degree", "work_post", "mobile", "phone",
              "home_address", "residence", "household_place", "native_place")  # fmt: skip
    draft = a_draft(world, fields=fields)
    assert plan(draft, at=NOW).over == ["asked"]
    with pytest.raises(OverBurden):
        services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    services.send_request(world.viewer(STELLA), request_id=draft.pk, over_reason="换发系统", at=NOW)
    assert [one.over_reason for one in burden.meter(world.viewer("alice"), at=NOW).over] == ["换发系统"]


def test_the_third_request_of_a_month_is_too_much(world):
    for _ in range(2):
        sent(world, fields=("mobile",))
    draft = a_draft(world, fields=("education",))
    assert plan(draft, at=NOW).over == ["often"]
    assert plan(draft, at=NOW + timedelta(days=20)).over == []


def test_an_earlier_question_is_named_with_its_answers(world):
    first = sent(world, fields=(), question="工作服尺码")
    submitted(world, first, **{first.questions.get().name: "XL"})
    draft = a_draft(world, fields=())
    a_question(world, draft, "工作服尺码？")
    found = plan(draft, at=NOW)
    assert [(one.pk, one.answers) for one in found.before] == [(first.pk, 1)]
    assert (found.columns[0].due, found.columns[0].missing) == (1, 3)


def test_drafting_and_sending_twice_is_once(world):
    key = uuid4()
    first, second = a_draft(world, key=key), a_draft(world, key=key)
    assert first.pk == second.pk
    for _ in range(2):
        services.send_request(world.viewer(STELLA), request_id=first.pk, at=NOW)
    assert (Request.objects.count(), Sheet.objects.count()) == (1, 4)
    again = uuid4()
    for _ in range(2):
        services.ask_again(world.viewer(STELLA), request_id=first.pk, key=again, due_at=NOW + WEEK, at=NOW)
    assert Request.objects.count() == 2


def test_two_askers_do_not_write_over_each_other(world):
    draft = a_draft(world)
    change = {"title": "新标题", "purpose": "用途", "due_at": NOW + WEEK, "fields": ("phone",), "at": NOW}
    services.change_request(world.viewer(STELLA), request_id=draft.pk, version=1, **change)
    with pytest.raises(ChangedMeanwhile):
        services.change_request(world.viewer(STELLA), request_id=draft.pk, version=1, **change)
    assert [one.field for one in draft.questions.all()] == ["phone"]


def test_what_was_sent_is_not_changed(world):
    request = sent(world)
    change = {"title": "新", "purpose": "用途", "due_at": NOW + WEEK, "fields": (), "at": NOW}
    with pytest.raises(AlreadySent):
        services.change_request(world.viewer(STELLA), request_id=request.pk, version=1, **change)
    with pytest.raises(AlreadySent):
        a_question(world, request)
    with pytest.raises(AlreadySent):
        services.remove_question(world.viewer(STELLA), request_id=request.pk, question_id=1)


def test_a_question_is_taken_out_of_a_draft(world):
    draft = a_draft(world, fields=())
    services.remove_question(world.viewer(STELLA), request_id=draft.pk, question_id=a_question(world, draft).pk)
    with pytest.raises(NothingAsked):
        services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)


def test_people_have_two_days_at_least(world):
    with pytest.raises(DueTooSoon):
        a_draft(world, due_at=NOW + timedelta(hours=47))
    draft = a_draft(world)
    with pytest.raises(DueTooSoon):
        services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW + timedelta(days=6))


def test_nobody_below_is_nobody_asked(world):
    Membership.objects.filter(branch=world.branch_b).update(status="suspended")
    draft = a_draft(world, organisation=world.branch_b)
    with pytest.raises(NobodyAsked):
        services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)


@pytest.mark.parametrize("name", ["bob", "charlie", "dana"])
def test_who_holds_no_post_asks_nobody(world, name):
    with pytest.raises((NotAnAsker, NoSuchRequest)):
        a_draft(world, name=name, organisation=world.hq)
    assert reach.asks_from(world.viewer(name)) == []


def test_a_secretary_asks_his_own_branch_alone(world):
    with pytest.raises(NotAnAsker):
        a_draft(world, name="alice")
    request = sent(world, name="alice", organisation=world.branch_a)
    assert {sheet.person.name for sheet in request.sheets.all()} == {"Alice", "Bob"}
    with pytest.raises(NoSuchRequest):
        reach.get_request(world.viewer("charlie"), request.pk)


def test_reminders_are_two_and_never_at_night(world):
    request = sent(world, fields=("mobile",))
    submitted(world, request, mobile="13800001234")
    assert services.remind(world.viewer(STELLA), request_id=request.pk, at=AT_NIGHT) == 3
    message = Message.objects.get(person=world.person("charlie"), key=f"collection:{request.pk}:again")
    assert message.shown_from.hour == 0  # 08:00 in Shanghai
    services.remind(world.viewer(STELLA), request_id=request.pk, at=NOW)
    with pytest.raises(RemindedTwice):
        services.remind(world.viewer(STELLA), request_id=request.pk, at=NOW)
    message.refresh_from_db()
    assert message.times == 2


def test_the_machine_reminds_before_the_end_and_ends(world):
    request = sent(world)
    due = dict(DueTask.objects.filter(key__startswith="collection.").values_list("job", "due_at"))
    assert due["collection.close"] == request.due_at
    assert NOW < due["collection.remind"] < request.due_at - timedelta(days=1)
    tasks.remind(at=NOW, request_id=request.pk)
    tasks.close(at=NOW, request_id=request.pk)
    tasks.remind(at=NOW, request_id=request.pk)
    tasks.close(at=NOW, request_id=request.pk)
    request.refresh_from_db()
    assert (request.state, request.reminded) == ("closed", 1)
    assert set(request.sheets.values_list("state", flat=True)) == {SheetState.ENDED}


def test_a_request_by_mistake_is_cancelled(world):
    request = sent(world)
    for _ in range(2):
        services.cancel_request(world.viewer(STELLA), request_id=request.pk, at=NOW)
    with pytest.raises(NotOpen):
        services.close_request(world.viewer(STELLA), request_id=request.pk, at=NOW)
    with pytest.raises(NotOpen):
        services.remind(world.viewer(STELLA), request_id=request.pk, at=NOW)


def test_above_the_branch_there_are_numbers_and_in_it_names(world):
    request = sent(world)
    submitted(world, request, mobile="13800001234", education="大学本科毕业")
    rows = [(row.name, row.asked, row.answered, row.waiting) for row in results.progress(request, world.viewer(STELLA))]
    assert rows == [("集团党委", 1, 0, 1), ("甲支部", 2, 1, 1), ("乙支部", 1, 0, 1)]
    assert results.to_help(request, world.viewer(STELLA)) == []
    add_member(world, "frank", world.branch_a)
    later = sent(world, fields=("phone",))
    assert [sheet.person.name for sheet in results.to_help(later, world.viewer("alice"))] == ["Bob", "Frank"]
    assert [row.name for row in results.progress(later, world.viewer("alice"))] == ["甲支部"]


def test_above_the_branch_nobody_opens_a_sheet_that_waits(world):
    request = sent(world)
    bob = sheet_of(world, request)
    with pytest.raises(NoSuchSheet):
        reach.get_sheet(world.viewer(STELLA), bob.pk)
    assert reach.get_sheet(world.viewer("alice"), bob.pk) == bob
    submitted(world, request, mobile="13800001234", education="大学本科毕业")
    assert reach.get_sheet(world.viewer(STELLA), bob.pk) == bob


def test_a_cancelled_request_does_not_count_against_the_next(world):
    for _ in range(2):
        request = sent(world, fields=("mobile",))
    services.cancel_request(world.viewer(STELLA), request_id=request.pk, at=NOW)
    assert plan(a_draft(world, fields=("education",)), at=NOW).over == []


def test_results_hold_who_answered_and_hide_what_is_sensitive(world):
    draft = a_draft(world, fields=("mobile", "home_address"))
    secret = a_question(world, draft, "有没有慢性病", secrecy="A")
    services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    said = {"mobile": "13800001234", "home_address": "示例路 1 号", secret.name: "=没有"}
    submitted(world, draft, **said)
    table = results.results(world.viewer(STELLA), draft, at=NOW)
    assert [str(heading) for heading in table.headings] == ["手机号", "家庭住址", "有没有慢性病"]
    assert [[str(cell.text) for cell in row.cells] for row in table.rows] == [["13800001234", "＊" * 7, "＊" * 6]]
    assert [cell.waits for cell in table.rows[0].cells] == [True, True, False]
    with connection.cursor() as cursor:
        cursor.execute("SELECT answer FROM collection_item WHERE answer <> ''")
        assert all("没有" not in text for (text,) in cursor.fetchall())
    sheet = load_workbook(BytesIO(services.export(world.viewer(STELLA), request_id=draft.pk, at=NOW))).active
    assert [cell.value for cell in sheet[2]][1:] == [
        "Bob", "等待支部核对", "2026-11-20 12:00", "13800001234", "＊" * 7, "＊" * 6,
    ]  # fmt: skip


def test_the_record_of_who_has_left_the_branch_is_not_read_through_an_old_request(world):
    asked = sent(world, name="alice", organisation=world.branch_a, fields=("mobile",))
    submitted(world, asked, mobile="13800001234")
    Membership.objects.filter(person=world.person("bob")).update(branch=world.branch_b, group=None)
    Person.objects.filter(pk=world.person("bob").pk).update(mobile="13800005678")
    table = results.results(world.viewer("alice"), asked, at=NOW)
    assert [[str(cell.text) for cell in row.cells] for row in table.rows] == [["已不在本组织"]]


def test_a_sensitive_answer_is_opened_with_a_reason_and_logged(world):
    draft = a_draft(world, fields=())
    question = a_question(world, draft, "有没有慢性病", secrecy="A")
    services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    submitted(world, draft, **{question.name: "没有"})
    item = Item.objects.get()
    look = {"request_id": draft.pk, "item_id": item.pk, "at": NOW}
    with pytest.raises(ReasonNeeded):
        services.reveal_answer(world.viewer(STELLA), reason=" ", **look)
    with pytest.raises(NoSuchRequest):
        services.reveal_answer(world.viewer("alice"), reason="安排体检", **look)
    assert services.reveal_answer(world.viewer(STELLA), reason="安排体检", **look) == "没有"
    assert AuditRow.objects.filter(action="collection.revealed", reason="安排体检").count() == 1


def test_the_platform_counts_for_the_branches(world):
    hold(world, "bob", sex=Sex.FEMALE, ethnicity="壮族", birth_date=TODAY.replace(year=1990, day=21))
    hold(world, "alice", birth_date=TODAY.replace(year=1965))
    Membership.objects.filter(person=world.person("bob")).update(
        category=Category.PROBATIONARY, full_on=None, is_mobile=True, joined_on=TODAY.replace(month=3)
    )
    places = [(world.branch_a.pk, world.branch_a.path), (world.branch_b.pk, world.branch_b.path)]
    found = figures(places, FIGURES, today=TODAY)
    assert found[world.branch_a.pk] == {
        "members": 2, "probationary": 1, "women": 1, "minority": 1, "up_to_35": 1, "over_60": 1, "mobile": 1,
        "lost": 0, "joined_this_year": 1, "groups": 1, "attended_this_year": 0,
    }  # fmt: skip
    assert found[world.branch_b.pk]["members"] == 1
    assert found[world.branch_b.pk]["groups"] == 0


def test_figures_are_asked_of_branches_and_only_confirmed(world):
    request = sent(world, audience="branches", fields=("members",))
    sheets = request.sheets.order_by("branch__path")
    assert [(sheet.branch.short_name, sheet.asked, sheet.confirmed) for sheet in sheets] == [
        ("甲支部", 0, 1), ("乙支部", 0, 1),
    ]  # fmt: skip
    assert {message.person.name for message in Message.objects.filter(key=f"collection:{request.pk}")} == {"Alice"}


def test_the_meter_counts_by_organisation_and_month(world):
    confirmed(world, "charlie", mobile="13800001234")
    sent(world, fields=("mobile",))
    found = burden.meter(world.viewer(STELLA), at=NOW)
    rows = [(row.name, f"{row.month:%Y-%m}", row.requests, row.sheets, row.asked, row.minutes) for row in found.rows]
    assert rows == [("集团党委", "2026-11", 1, 1, 1, 1), ("甲支部", "2026-11", 1, 2, 2, 2)]
    assert found.spared == 1
    assert list(found.by_month.series[0].values) == [0, 0, 0, 0, 0, 3]
    assert [row.name for row in burden.meter(world.viewer("alice"), at=NOW).rows] == ["甲支部"]
    with pytest.raises(NoSuchRequest):
        burden.meter(world.viewer("bob"), at=NOW)


def test_cards_name_what_waits(world, django_assert_num_queries):
    request = sent(world, fields=("mobile",))
    bob, alice = world.viewer("bob"), world.viewer("alice")
    with django_assert_num_queries(1):
        cards = todo.things_to_do(bob, at=NOW)
    assert [card.sentence for card in cards] == ["“年度信息核对”大约 1 分钟，已知的不用再填。"]
    submitted(world, request, mobile="13800001234")
    assert todo.things_to_do(bob, at=NOW) == []
    assert [card.sentence for card in todo.things_to_do(alice, at=NOW)][1:] == ["有 1 份填报等您核对"]


def test_a_plan_asks_the_database_as_often_for_three_as_for_one(world, django_assert_num_queries):
    draft = a_draft(world, organisation=world.branch_b)
    a_question(world, draft)
    with django_assert_num_queries(8):
        plan(draft, at=NOW)
    for name in ("frank", "grace"):
        add_member(world, name, world.branch_b)
    with django_assert_num_queries(8):
        plan(draft, at=NOW)


def test_the_database_keeps_two_sheets_of_one_person_apart(world):
    sheet = sheet_of(world, sent(world))
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.create(request=sheet.request, person=sheet.person, branch=sheet.branch, opened_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Sheet.objects.filter(pk=sheet.pk).update(checked_by_id=7, done_by_id=7)


def test_an_answer_of_a_branch_is_offered_again(world):
    first = sent(world, audience="branches", fields=(), question="活动室面积")
    sheet = Sheet.objects.get(request=first, branch=world.branch_a)
    name = first.questions.get().name
    services.submit_sheet(world.viewer("alice"), sheet_id=sheet.pk, filled=filled(sheet, **{name: "40"}), at=NOW)
    again = services.ask_again(world.viewer(STELLA), request_id=first.pk, key=uuid4(), due_at=NOW + WEEK, at=NOW)
    assert [(column.due, column.missing) for column in plan(again, at=NOW).columns] == [(1, 1)]


def test_sensitive_answers_are_forgotten_half_a_year_after_the_end(world):
    draft = a_draft(world, fields=())
    secret, plain = a_question(world, draft, "有没有慢性病", secrecy="A"), a_question(world, draft, "尺码")
    services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    submitted(world, draft, **{secret.name: "没有", plain.name: "XL"})
    services.close_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    tasks.forget(at=NOW + timedelta(days=180))
    assert Item.objects.count() == 2
    tasks.forget(at=NOW + timedelta(days=181))
    assert [item.answer for item in Item.objects.all()] == ["XL"]


def test_my_copy_holds_my_answers_in_clear_and_nobody_elses(world):
    draft = a_draft(world, fields=("education",))
    secret = a_question(world, draft, "有没有慢性病", secrecy="A")
    hold(world, "bob", education="大学本科毕业")
    services.send_request(world.viewer(STELLA), request_id=draft.pk, at=NOW)
    submitted(world, draft, **{secret.name: "没有"})
    copy = take_along(world.viewer("bob"), form="json", at=NOW)["collection"]
    assert [item["answer"] for item in copy["sheets"][0]["items"]] == ["", "没有"]
    assert [one["field"] for one in copy["confirmations"]] == ["education"]
    assert take_along(world.viewer("charlie"), form="json", at=NOW)["collection"]["sheets"][0]["items"] == []
