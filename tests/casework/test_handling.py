"""The way of whoever handles: one holder at a time, steps in order, reasons in words, nothing of one's own."""

from datetime import date, timedelta

import pytest

from tests.factories.casework import a_case, a_window, go, grant, pay, post, staffed, taken
from tests.world import NOW, add_person
from zhibu.audit.models import AuditRow
from zhibu.casework import services
from zhibu.casework.enums import VISIT, Act, State
from zhibu.casework.errors import (
    CaseMoved,
    MoneyMissing,
    NoSuchCase,
    NotHolder,
    OwnCase,
    StepUnfinished,
    TakenByOther,
    WordsMissing,
)
from zhibu.casework.models import Case, Entry, Letter, StepRecord
from zhibu.casework.queries import desks
from zhibu.ledger.models import Entry as LedgerEntry
from zhibu.members.enums import Role
from zhibu.notify.models import Message as Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def test_the_second_handler_is_told_who_has_it(hall):
    add_person(hall, "ulf")
    grant(hall, "ulf", Role.UNION_OFFICER)
    case = taken(hall)
    with pytest.raises(TakenByOther, match="Uma 已在 11月20日 周五 12:00 接办了这一件"):
        services.take(hall.viewer("ulf"), case_id=case.pk, at=NOW)
    with pytest.raises(TakenByOther):
        services.pass_step(hall.viewer("ulf"), case_id=case.pk, step=0, at=NOW)
    assert fresh(case).holder == hall.person("uma")


def test_taking_ones_own_again_changes_nothing(hall):
    case = taken(hall)
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW + timedelta(hours=2))
    assert Entry.objects.filter(case=case, act=Act.TAKEN).count() == 1
    assert fresh(case).taken_at == NOW


def test_only_the_desk_and_those_above_it_take_a_case(hall):
    case = a_case(hall)
    for name in ("alice", "charlie", "stella", "dana"):
        with pytest.raises(NoSuchCase):
            services.take(hall.viewer(name), case_id=case.pk, at=NOW)
    with pytest.raises(NoSuchCase):
        services.take(hall.viewer("uma"), case_id=case.pk + 99, at=NOW)


def test_without_the_second_factor_there_is_no_desk(hall):
    case = a_case(hall)
    assert desks.keys_of(hall.viewer("uma")) == [f"union@{hall.hq.pk}"]
    assert desks.keys_of(hall.viewer("uma", verified=False)) == []
    with pytest.raises(NoSuchCase):
        services.take(hall.viewer("uma", verified=False), case_id=case.pk, at=NOW)


def test_nobody_handles_what_he_asked_for_himself(hall):
    grant(hall, "uma", Role.PARTY_AFFAIRS)
    case = a_case(hall, name="uma")
    assert case.desk_key == f"heads@{hall.hq.pk}"  # the union's only officer asks: the heads handle
    with pytest.raises(OwnCase):
        services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    assert services.take(hall.viewer("hugo"), case_id=case.pk, at=NOW).holder_name == "Hugo"


def test_whom_it_is_about_does_not_handle_it_either(hall):
    world = hall
    post(world, "bob", world.branch_a, "organization_member")
    case = a_case(world, "hospital_consolation", name="alice", about="Bob")
    with pytest.raises(OwnCase):
        services.take(world.viewer("bob"), case_id=case.pk, at=NOW)


def test_a_secretary_s_own_request_goes_to_the_deputy(hall):
    case = a_case(hall, "branch_seal", name="alice")
    assert case.desk_key == f"heads@{hall.branch_a.pk}"
    assert desks.told_at(case) == [hall.person("dora").pk]
    with pytest.raises(OwnCase):
        services.take(hall.viewer("alice"), case_id=case.pk, at=NOW)


def test_putting_it_back_lets_a_colleague_take_it(hall):
    add_person(hall, "ulf")
    grant(hall, "ulf", Role.UNION_OFFICER)
    case = taken(hall)
    services.release(hall.viewer("uma"), case_id=case.pk, at=NOW)
    assert services.take(hall.viewer("ulf"), case_id=case.pk, at=NOW).holder_name == "Ulf"
    with pytest.raises(TakenByOther):
        services.release(hall.viewer("uma"), case_id=case.pk, at=NOW)


def test_without_words_nothing_is_asked_sent_back_or_declined(hall):
    case = taken(hall)
    for act in (services.ask_for_more, services.send_back, services.decline):
        with pytest.raises(WordsMissing):
            act(hall.viewer("uma"), case_id=case.pk, words="  ", at=NOW)
    with pytest.raises(CaseMoved):
        services.send_back(hall.viewer("uma"), case_id=case.pk, words="第一步退不了", at=NOW)
    assert fresh(case).state == State.TAKEN


def test_a_hospital_visit_runs_through_its_three_desks(hall):
    case = taken(hall)
    assert go(hall, case, "uma").step == 1
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    with pytest.raises(StepUnfinished):
        services.pass_step(hall.viewer("uma"), case_id=case.pk, step=1, at=NOW)
    services.note_step(
        hall.viewer("uma"), case_id=case.pk, answers={"visited_on": "2026-11-20", "visitors": "Uma、Alice"}, at=NOW
    )
    with pytest.raises(MoneyMissing):
        services.pass_step(hall.viewer("uma"), case_id=case.pk, step=1, at=NOW)
    assert StepRecord.objects.get(case=case).answers["visitors"] == "Uma、Alice"
    assert fresh(case).step == 1


def test_pressed_twice_a_step_is_passed_once(hall):
    case = taken(hall)
    go(hall, case, "uma")
    with pytest.raises(NotHolder):
        services.pass_step(hall.viewer("uma"), case_id=case.pk, step=0, at=NOW)
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    with pytest.raises(CaseMoved):
        services.pass_step(hall.viewer("uma"), case_id=case.pk, step=0, at=NOW)
    assert fresh(case).step == 1


def test_a_certificate_is_issued_with_its_number_and_words(hall):
    post(hall, "dora", hall.branch_a, "organization_member")
    case = taken(hall, "certificate_letter", by="dora")
    go(hall, case, "dora")
    done = go(hall, case, "dora")
    assert (done.state, done.closed_by) == (State.DONE, hall.person("dora"))
    letter = Letter.objects.get(case=case)
    assert (letter.reference, letter.title) == ("〔2026〕0001 号", "证明")
    assert letter.body.startswith("示例社区：\n兹有 Bob 同志，所在党组织为中共示例集团甲支部。经核对：是正式党员。")
    assert Told.objects.filter(key=f"case:{case.pk}:done", person=hall.person("bob")).exists()
    assert AuditRow.objects.filter(action="casework.letter", subject=f"case:{case.pk}").count() == 1


def test_letters_are_numbered_without_gaps(hall):
    for number in (1, 2, 3):
        case = taken(hall, "activity_reservation", by="stella")
        services.note_step(hall.viewer("stella"), case_id=case.pk, answers={"agreed": "周六"}, at=NOW)
        go(hall, case, "stella")
        assert Letter.objects.get(case=case).number == number


def test_a_letter_is_a_pdf(hall):
    case = taken(hall, "activity_reservation", by="stella")
    services.note_step(hall.viewer("stella"), case_id=case.pk, answers={"agreed": "周六"}, at=NOW)
    go(hall, case, "stella")
    sheet = services.on_paper(Letter.objects.get(case=case), address="https://zhibu.example/verify/X")
    assert sheet.startswith(b"%PDF-")


def test_a_finished_permit_ends_on_the_day_that_was_noted(hall):
    case = taken(hall, "residence_permit")
    go(hall, case, "uma")
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    services.note_step(hall.viewer("uma"), case_id=case.pk, answers={"filed_on": "2026-11-20"}, at=NOW)
    go(hall, case, "uma")
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    services.note_step(hall.viewer("uma"), case_id=case.pk, answers={"valid_until": "2027-01-04"}, at=NOW)
    assert go(hall, case, "uma").expires_on == date(2027, 1, 4)


def test_sent_back_a_step_is_noted_again(hall):
    case = taken(hall, "hardship_aid", by="dora")
    services.note_step(
        hall.viewer("dora"), case_id=case.pk, answers={"talked_on": "2026-11-20", "opinion": "属实"}, at=NOW
    )
    go(hall, case, "dora")
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    services.send_back(hall.viewer("uma"), case_id=case.pk, words="请写清金额", at=NOW)
    assert fresh(case).step == 0
    services.take(hall.viewer("dora"), case_id=case.pk, at=NOW)
    with pytest.raises(StepUnfinished):
        services.pass_step(hall.viewer("dora"), case_id=case.pk, step=0, at=NOW)


def test_opening_what_is_sealed_is_for_the_holder_and_logged(hall):
    case = a_case(hall)
    with pytest.raises(NotHolder):
        services.open_answers(hall.viewer("uma"), case_id=case.pk, at=NOW)
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    assert services.open_answers(hall.viewer("uma"), case_id=case.pk, at=NOW).answers["illness"] == "阑尾炎"
    row = AuditRow.objects.get(action="casework.opened")
    assert (row.subject, row.reason) == (f"case:{case.pk}", f"住院慰问 {case.number}")
    assert "阑尾炎" not in str(row.detail)


def test_a_visit_of_a_member_is_a_fact_of_the_ledger_without_the_sick(hall):
    grant(hall, "alice", Role.UNION_OFFICER)
    case = taken(hall, by="alice")
    visited(hall, case, "alice")
    fact = LedgerEntry.objects.get(kind=VISIT)
    assert (fact.member_id, fact.organisation_id, fact.title) == (
        hall.person("alice").pk, hall.branch_a.pk, "住院慰问",
    )  # fmt: skip


def visited(world, case, by):
    go(world, case, by)
    services.take(world.viewer(by), case_id=case.pk, at=NOW)
    services.note_step(world.viewer(by), case_id=case.pk, answers={"visited_on": "2026-11-20", "visitors": "A"}, at=NOW)
    pay(world, case, by=by)
    go(world, case, by)


def test_the_log_stands_for_ever(hall):
    case = taken(hall)
    entries = list(Entry.objects.filter(case=case).order_by("pk").values_list("act", "actor_name", "step"))
    assert entries == [
        ("begun", "Bob", "核实并安排"), ("submitted", "Bob", "核实并安排"), ("taken", "Uma", "核实并安排"),
    ]  # fmt: skip


def test_the_desk_lists_the_nearest_day_first_in_pages(hall, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(desks, "PAGE", 2)
    cases = [a_case(hall, at=NOW + timedelta(days=day)) for day in (3, 0, 1)]
    viewer = hall.viewer("uma")
    with django_assert_num_queries(1):
        first = desks.waiting(viewer)
    assert [case.pk for case in first.cases] == [cases[1].pk, cases[2].pk]
    rest = desks.waiting(viewer, after=first.after)
    assert ([case.pk for case in rest.cases], rest.after) == ([cases[0].pk], "")
    assert desks.waiting(viewer, after="not a place").cases == first.cases


def test_a_case_is_found_by_its_number_within_ones_reach(hall):
    case = a_case(hall)
    assert desks.sought(hall.viewer("uma"), case.number) == case
    assert desks.sought(hall.viewer("charlie"), case.number) is None
    assert desks.sought(hall.viewer("uma"), "2025" + case.number[4:]) is None
    assert desks.sought(hall.viewer("uma"), "' OR 1=1") is None


def test_declining_an_enrolment_frees_the_window(hall):
    a_window(hall)
    case = taken(hall, "insurance_enrolment")
    services.decline(hall.viewer("uma"), case_id=case.pk, words="信息不符，请重新填写", at=NOW)
    assert fresh(case).state == State.DECLINED
    assert a_case(hall, "insurance_enrolment").state == State.WAITING
