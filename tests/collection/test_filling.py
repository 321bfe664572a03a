"""Filling in once: what is held is confirmed, what changed goes to the record, nothing is lost or done twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories.collection import FIELDS, a_draft, a_question, filled, sent, sheet_of, submitted
from tests.world import NOW, TODAY, add_member
from zhibu.collection import services
from zhibu.collection.enums import SheetState, Stage, Standing, Verdict
from zhibu.collection.errors import (
    AlreadyChecked,
    AlreadyFilled,
    AnswersWrong,
    ChangedMeanwhile,
    CheckedByHimself,
    NoSuchSheet,
    NoteNeeded,
    ReasonNeeded,
)
from zhibu.collection.handlers import end_his_sheets, note_confirmation, take_sheets_along
from zhibu.collection.models import Confirmation, Item, Sheet
from zhibu.collection.queries import reach, sheets
from zhibu.collection.queries.dictionary import standings
from zhibu.kernel.events import deliver_due
from zhibu.members import api as members
from zhibu.members.events import CorrectionAnswered, MemberLeft, MemberMoved
from zhibu.members.models import Correction, Person
from zhibu.notify.models import Message

LATER = NOW + timedelta(days=1)


def hold(world, name="bob", **values):
    Person.objects.filter(pk=world.person(name).pk).update(**values)


def how(world, code, name="bob", today=TODAY):
    person = world.person(name).pk
    return standings([person], [code], today=today)[person][code]


def check(world, sheet, name="alice", at=NOW):
    sheet.refresh_from_db()
    return services.check_sheet(world.viewer(name), sheet_id=sheet.pk, version=sheet.version, at=at)


def test_what_is_missing_is_passed_on_and_lands_in_the_record_with_the_check(world):
    hold(world, education="大学本科毕业")
    request = sent(world)
    sheet = submitted(world, request, mobile="13800001234")
    assert sheet.state == SheetState.SUBMITTED
    assert {item.field: item.verdict for item in sheet.items.all()} == {"mobile": "changed", "education": "confirmed"}
    assert Correction.objects.get().proposed == "13800001234"
    assert Person.objects.get(pk=world.person("bob").pk).mobile == ""
    check(world, sheet)
    assert Person.objects.get(pk=world.person("bob").pk).mobile == "13800001234"
    assert Item.objects.filter(field="mobile").get().answer == ""


def test_three_people_confirm_in_three_steps(world):
    hold(world, education="大学本科毕业", mobile="13800001234")
    sheet = submitted(world, sent(world))
    check(world, sheet)
    check(world, sheet, "stella", LATER)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.submitted_by, sheet.checked_by, sheet.done_by) == ("done", "Bob", "Alice", "Stella")
    said = how(world, "mobile").said
    assert {stage: one.by_name for stage, one in said.items()} == {
        "self": "Bob",
        "branch": "Alice",
        "committee": "Stella",
    }


def test_checking_and_rechecking_are_two_people(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    check(world, sheet, "stella")
    with pytest.raises(CheckedByHimself):
        check(world, sheet, "stella")
    with pytest.raises(NoSuchSheet):
        check(world, sheet, "alice")


def test_nobody_checks_himself(world):
    sheet = submitted(world, sent(world), "alice", mobile="13800001234", education="大学本科毕业")
    assert not reach.may_check(world.viewer("alice"), sheet)
    assert list(reach.to_check(world.viewer("alice"))) == []
    with pytest.raises(NoSuchSheet):
        check(world, sheet, "alice")


def test_the_second_officer_finds_it_checked(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    version = sheet.version
    check(world, sheet)
    with pytest.raises(AlreadyChecked):
        services.check_sheet(world.viewer("stella"), sheet_id=sheet.pk, version=version, at=NOW)


def test_a_second_tap_does_nothing_twice(world):
    sheet = sheet_of(world, sent(world))
    once = filled(sheet, mobile="13800001234", education="大学本科毕业")
    first = services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=once, at=NOW)
    again = services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=once, at=LATER)
    assert (again.version, again.submitted_at) == (first.version, NOW)
    assert (Correction.objects.count(), Item.objects.count()) == (2, 2)


def test_who_saves_after_somebody_else_is_told(world):
    sheet = sheet_of(world, sent(world, question="尺码"))
    stale = filled(sheet, mobile="13800001234", education="大学本科毕业")
    submitted(world, sheet.request, mobile="13911112222", education="大学本科毕业")
    with pytest.raises(ChangedMeanwhile):
        services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=stale, at=NOW)
    assert Correction.objects.get(field="mobile").proposed == "13911112222"


def test_a_second_change_of_an_item_that_waits_is_not_swallowed(world):
    for_once = filled(mobile="13800001234")
    services.submit_own(world.viewer("bob"), filled=for_once, at=NOW)
    with pytest.raises(ChangedMeanwhile):
        services.submit_own(world.viewer("bob"), filled=filled(mobile="13911112222"), at=NOW)


def test_what_cannot_be_right_is_said_at_its_item_and_nothing_is_kept(world):
    sheet = sheet_of(world, sent(world))
    with pytest.raises(AnswersWrong) as wrong:
        services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=filled(sheet, mobile="123"), at=NOW)
    assert list(wrong.value.faults) == ["mobile"]
    assert (Item.objects.count(), Correction.objects.count()) == (0, 0)
    sheet.refresh_from_db()
    assert sheet.state == SheetState.OPEN


def test_sex_and_number_that_disagree_are_found_by_the_record(world):
    hold(world, citizen_id="449901199001010034", citizen_id_index="x", citizen_id_mask="4499**********0034")
    sheet = sheet_of(world, sent(world, fields=("sex",)))
    with pytest.raises(AnswersWrong) as wrong:
        services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=filled(sheet, sex="2"), at=NOW)
    assert list(wrong.value.faults) == ["sex"]


def test_after_the_end_nothing_that_was_typed_is_lost(world):
    request = sent(world, question="工作服尺码")
    sheet = sheet_of(world, request)
    name = request.questions.get(field="").name
    services.close_request(world.viewer("stella"), request_id=request.pk, at=NOW)
    late = filled(sheet, mobile="13800001234", **{name: "XL"})
    kept = services.submit_sheet(world.viewer("bob"), sheet_id=sheet.pk, filled=late, at=LATER)
    assert kept.state == SheetState.KEPT
    assert Correction.objects.get().proposed == "13800001234"
    again = services.send_request(
        world.viewer("stella"), at=LATER,
        request_id=services.ask_again(
            world.viewer("stella"), request_id=request.pk, key=uuid4(), due_at=LATER + timedelta(days=9), at=LATER
        ).pk,
    )  # fmt: skip
    line = next(one for one in sheets.lines_of(sheet_of(world, again), today=TODAY) if one.name == name)
    assert (line.earlier, line.standing) == ("XL", Standing.DUE)


def test_a_returned_sheet_is_mended_and_goes_on(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    services.return_sheet(world.viewer("alice"), sheet_id=sheet.pk, version=sheet.version, reason="号码少一位", at=NOW)
    sheet.refresh_from_db()
    assert (sheet.state, sheet.returned_reason, sheet.returned_by) == ("returned", "号码少一位", "Alice")
    assert {row.state for row in Correction.objects.all()} == {"declined"}
    assert Message.objects.filter(person=world.person("bob"), key=f"collection.sheet:{sheet.pk}").count() == 1
    submitted(world, sheet.request, mobile="13911112222", education="大学本科毕业", at=LATER)
    check(world, sheet, at=LATER)
    assert Person.objects.get(pk=world.person("bob").pk).mobile == "13911112222"


def test_sending_back_needs_its_reason(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    with pytest.raises(ReasonNeeded):
        services.return_sheet(world.viewer("alice"), sheet_id=sheet.pk, version=sheet.version, reason=" ", at=NOW)


def test_what_the_branch_has_checked_is_not_changed_on_the_sheet(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    check(world, sheet)
    with pytest.raises(AlreadyFilled):
        submitted(world, sheet.request, mobile="13911112222")


def test_an_answer_that_the_officer_gave_elsewhere_stands(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    row = Correction.objects.get(field="mobile")
    members.answer_correction(world.viewer("alice"), correction_id=row.pk, accept=False, answer="没有核到", at=NOW)
    check(world, sheet)
    assert Person.objects.get(pk=world.person("bob").pk).mobile == ""
    assert Person.objects.get(pk=world.person("bob").pk).education == "大学本科毕业"


def test_plain_answers_are_done_at_once(world):
    sheet = submitted(world, sent(world, fields=(), question="工作服尺码"))
    assert sheet.state == SheetState.DONE
    assert sheet.done_at == NOW


def test_an_officer_fills_in_by_telephone_and_another_checks(world):
    request = sent(world)
    sheet = sheet_of(world, request)
    told = {"mobile": "13800001234", "education": "大学本科毕业"}
    with pytest.raises(NoteNeeded):
        services.submit_sheet(world.viewer("alice"), sheet_id=sheet.pk, filled=filled(sheet, **told), at=NOW)
    services.submit_sheet(
        world.viewer("alice"), sheet_id=sheet.pk, filled=filled(sheet, mode="phone", note="电话确认", **told), at=NOW
    )
    with pytest.raises(NoSuchSheet):
        check(world, sheet, "alice")
    check(world, sheet, "stella")
    sheet.refresh_from_db()
    assert (sheet.mode, sheet.note, sheet.state) == ("phone", "电话确认", "checked")
    assert Person.objects.get(pk=world.person("bob").pk).mobile == "13800001234"
    assert not Correction.objects.exists()


def test_a_date_from_paper_is_corrected_with_its_ground(world):
    sheet = sheet_of(world, sent(world, fields=("joined_on",)))
    paper = filled(sheet, mode="paper", note="见入党志愿书", joined_on="2014-06-30")
    services.submit_sheet(world.viewer("alice"), sheet_id=sheet.pk, filled=paper, at=NOW)
    check(world, sheet, "stella")
    assert Person.objects.get(pk=world.person("bob").pk).membership.joined_on.isoformat() == "2014-06-30"


@pytest.mark.parametrize("name", ["charlie", "dana", "eve"])
def test_an_outsider_gets_nothing_of_a_sheet(world, name):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    with pytest.raises(NoSuchSheet):
        reach.get_sheet(world.viewer(name), sheet.pk)
    with pytest.raises(NoSuchSheet):
        services.submit_sheet(world.viewer(name), sheet_id=sheet.pk, filled=filled(sheet), at=NOW)


def test_my_own_look_confirms_what_i_leave_alone(world):
    hold(world, education="大学本科毕业", is_taiwan_origin=False)
    once = filled(mobile="13800001234")
    sheet = services.submit_own(world.viewer("bob"), filled=once, at=NOW)
    assert services.submit_own(world.viewer("bob"), filled=once, at=LATER).pk == sheet.pk
    assert how(world, "education").standing == Standing.KNOWN
    assert how(world, "mobile").standing == Standing.WAITING
    assert how(world, "home_address").standing == Standing.MISSING
    check(world, sheet)
    with pytest.raises(AlreadyFilled):
        services.submit_own(world.viewer("bob"), filled=filled(), at=LATER)


def test_somebody_without_membership_has_no_sheet_of_his_own(world):
    with pytest.raises(NoSuchSheet):
        services.submit_own(world.viewer("eve"), filled=filled(), at=NOW)


def test_an_answered_correction_is_confirmed_by_both(world):
    hold(world, mobile="13800001234")
    note_confirmation(
        CorrectionAnswered(
            correction_id=1, person_id=world.person("bob").pk, accepted=True, field="mobile", answered_by="Alice",
            answered_by_id=world.person("alice").pk,
        )
    )  # fmt: skip
    assert {stage: one.by_name for stage, one in how(world, "mobile").said.items()} == {
        "self": "Bob",
        "branch": "Alice",
    }


def test_the_record_tells_of_its_answer(world):
    sheet = submitted(world, sent(world), mobile="13800001234", education="大学本科毕业")
    check(world, sheet)
    deliver_due()
    assert set(how(world, "mobile").said) == {Stage.SELF, Stage.BRANCH}


def test_a_value_that_changes_is_confirmed_by_nobody(world):
    hold(world, mobile="13800001234")
    services.confirm(world.viewer("bob"), person_id=world.person("bob").pk, codes=["mobile"], stage=Stage.SELF, at=NOW)
    hold(world, mobile="13911112222")
    assert how(world, "mobile").standing == Standing.DUE
    assert "13800001234" not in str(Confirmation.objects.values_list())


def test_a_confirmation_is_good_for_its_time(world):
    hold(world, mobile="13800001234")
    services.confirm(world.viewer("bob"), person_id=world.person("bob").pk, codes=["mobile"], stage=Stage.SELF, at=NOW)
    assert how(world, "mobile", today=TODAY.replace(year=2027)).standing == Standing.KNOWN
    assert how(world, "mobile", today=TODAY.replace(year=2027, day=21)).standing == Standing.DUE


def test_sheets_follow_a_member_and_end_when_he_leaves(world):
    sheet = sheet_of(world, sent(world))
    bob, a, b = world.person("bob").pk, world.branch_a.pk, world.branch_b.pk
    take_sheets_along(MemberMoved(person_id=bob, from_branch_id=a, to_branch_id=b, happened_on="2026-11-20"))
    sheet.refresh_from_db()
    assert sheet.branch_id == b
    end_his_sheets(MemberLeft(person_id=bob, branch_id=b, kind="transferred_out", happened_on="2026-11-20"))
    sheet.refresh_from_db()
    assert sheet.state == SheetState.ENDED


def test_several_without_changes_are_checked_at_once(world):
    frank = add_member(world, "frank", world.branch_a)
    for name in ("bob", "frank"):
        hold(world, name, mobile="13800001234", education="大学本科毕业")
    request = sent(world)
    plain, changed = submitted(world, request), submitted(world, request, "frank", mobile="13911112222")
    done = services.check_unchanged(world.viewer("alice"), sheet_ids=[plain.pk, changed.pk], at=NOW)
    assert done == 1
    assert list(Sheet.objects.filter(state="checked").values_list("pk", flat=True)) == [plain.pk]
    assert sheets.with_changes([plain, changed]) == [(plain, 0), (changed, 1)]
    assert changed.person == frank


def test_the_secretary_confirms_the_figures_of_the_branch(world):
    request = sent(world, audience="branches", fields=("members", "groups"))
    sheet = Sheet.objects.get(request=request, branch=world.branch_a)
    services.submit_sheet(world.viewer("alice"), sheet_id=sheet.pk, filled=filled(sheet, members="3"), at=NOW)
    said = {item.field: (item.platform, item.answer, item.verdict) for item in sheet.items.all()}
    assert said == {"members": ("2", "3", Verdict.CHANGED), "groups": ("1", "1", Verdict.CONFIRMED)}
    sheet.refresh_from_db()
    assert sheet.state == SheetState.DONE


def test_a_draft_has_no_sheet_and_a_question_no_name_twice(world):
    draft = a_draft(world, fields=FIELDS)
    first, second = a_question(world, draft, "工作服 尺码"), a_question(world, draft, "工作服尺码？")
    assert first == second
    assert not Sheet.objects.exists()
