"""Time limits in working days, reminders, rising by a level, handing over."""

from datetime import date, datetime, timedelta

import pytest

from tests.factories.casework import a_case, a_draft, a_window, grant, post, staffed, taken
from tests.world import NOW, add_person
from zhibu.casework import services
from zhibu.casework.enums import Act, State
from zhibu.casework.models import Case, Entry
from zhibu.casework.rules.clock import due_after, workdays_left
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.events import deliver_due
from zhibu.members.api import end_post
from zhibu.members.enums import Role
from zhibu.members.services.roles import end_role
from zhibu.notify.models import Message as Told

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def fresh(case):
    return Case.objects.get(pk=case.pk)


def noon(day):
    return datetime(day.year, day.month, day.day, 12, tzinfo=SHANGHAI)


def test_a_step_is_counted_in_working_days_of_the_state_council():
    assert due_after(noon(date(2026, 9, 30)), 1) == date(2026, 10, 8)  # the National Day week
    assert due_after(noon(date(2026, 11, 20)), 3) == date(2026, 11, 25)
    assert workdays_left(date(2026, 11, 20), date(2026, 11, 25)) == 3
    assert workdays_left(date(2026, 11, 25), date(2026, 11, 20)) == -3
    assert workdays_left(date(2026, 11, 25), date(2026, 11, 25)) == 0


def test_the_holder_is_reminded_on_the_working_day_before(hall):
    case = taken(hall)  # due on Tuesday the 24th
    assert services.remind_due(at=noon(date(2026, 11, 20))) == 0
    assert services.remind_due(at=noon(date(2026, 11, 23))) == 1
    told = Told.objects.get(key=f"case:{case.pk}:due:2026-11-24")
    assert (told.person, told.sentence) == (hall.person("uma"), f"“住院慰问”{case.number} 明天到时限，请办理。")


def test_an_overdue_case_rises_to_the_level_above(hall):
    case = a_case(hall, "certificate_letter")
    assert case.desk_key == f"records@{hall.branch_a.pk}"
    services.take(hall.viewer("alice"), case_id=case.pk, at=NOW)
    assert services.let_rise(at=noon(date(2026, 11, 24))) == 0  # its last day
    assert services.let_rise(at=noon(date(2026, 11, 25))) == 1
    risen = fresh(case)
    assert (risen.desk_key, risen.state, risen.risen, risen.due_on) == (
        f"records@{hall.hq.pk}", State.WAITING, 1, date(2026, 11, 27),
    )  # fmt: skip
    assert Entry.objects.get(case=case, act=Act.ROSE).note == "原来在 Alice 手上"
    assert services.take(hall.viewer("hugo"), case_id=case.pk, at=NOW).holder_name == "Hugo"


def test_at_the_same_desk_it_rises_to_the_heads_and_then_stays(hall):
    case = a_case(hall)
    assert services.let_rise(at=noon(date(2026, 11, 25))) == 1
    assert fresh(case).desk_key == f"heads@{hall.hq.pk}"
    assert services.let_rise(at=noon(date(2026, 12, 1))) == 0
    assert Told.objects.filter(key=f"case:{case.pk}:late", person=hall.person("hugo")).exists()


def test_a_case_that_waits_for_the_applicant_does_not_rise(hall):
    case = taken(hall)
    services.ask_for_more(hall.viewer("uma"), case_id=case.pk, words="请补充", at=NOW)
    assert services.let_rise(at=NOW + timedelta(days=60)) == 0
    assert fresh(case).risen == 0


def test_who_loses_the_role_hands_over_to_the_colleagues(hall):
    add_person(hall, "ulf")
    grant(hall, "ulf", Role.UNION_OFFICER)
    case = taken(hall)
    leaves(hall, "uma")
    left = fresh(case)
    assert (left.state, left.holder, left.desk_key) == (State.WAITING, None, f"union@{hall.hq.pk}")
    assert Entry.objects.get(case=case, act=Act.HANDED_OVER).note == "Uma"
    assert services.take(hall.viewer("ulf"), case_id=case.pk, at=NOW).holder_name == "Ulf"


def leaves(world, name):
    grant_id = world.accounts[name].roles.get(role=Role.UNION_OFFICER).pk
    end_role(world.viewer("olga"), grant_id=grant_id, reason="调岗", at=NOW)
    deliver_due()


def test_when_the_desk_is_empty_the_case_moves_to_the_nearest_one(hall):
    taken_case, waiting = taken(hall), a_case(hall)
    leaves(hall, "uma")
    assert {fresh(case).desk_key for case in (taken_case, waiting)} == {f"heads@{hall.branch_a.pk}"}


def test_a_secretary_who_ends_his_post_leaves_nothing_in_his_hands(hall):
    case = taken(hall, "hardship_aid", by="alice")
    held = hall.person("alice").posts.get()
    end_post(hall.viewer("stella"), post_id=held.pk, ended_on=date(2026, 11, 20), document="任免通知", at=NOW)
    deliver_due()
    left = fresh(case)
    assert (left.holder, left.desk_key) == (None, f"heads@{hall.branch_a.pk}")  # Dora the deputy is there


def test_what_was_asked_for_comes_back_to_the_desk_when_the_holder_left(hall):
    case = taken(hall)
    services.ask_for_more(hall.viewer("uma"), case_id=case.pk, words="请补充", at=NOW)
    leaves(hall, "uma")
    back = services.submit(hall.viewer("bob"), case_id=case.pk, at=NOW)
    assert (back.state, back.holder, back.desk_key) == (State.WAITING, None, f"heads@{hall.branch_a.pk}")


def test_a_permit_is_announced_45_days_before_its_end(hall):
    case = taken(hall)
    services.decline(hall.viewer("uma"), case_id=case.pk, words="x", at=NOW)
    Case.objects.filter(pk=case.pk).update(state=State.DONE, expires_on=date(2027, 1, 4))
    assert services.remind_expiry(at=noon(date(2026, 11, 19))) == 0
    assert services.remind_expiry(at=noon(date(2026, 11, 20))) == 1
    assert Told.objects.get(key=f"case:{case.pk}:expiry:2027-01-04").person == hall.person("bob")


def test_drafts_hear_that_their_window_has_opened(hall):
    a_draft(hall, "insurance_enrolment")
    assert services.tell_of_windows(at=NOW) == 0
    a_window(hall)
    assert services.tell_of_windows(at=NOW) == 1


def test_the_nearest_desk_is_the_branch_s_own(hall):
    post(hall, "charlie", hall.branch_b, "organization_member")
    assert a_case(hall, "certificate_letter", name="eve").desk_key == f"records@{hall.hq.pk}"
    grant(hall, "charlie", Role.UNION_OFFICER, hall.branch_b)
    assert a_case(hall, name="bob").desk_key == f"union@{hall.hq.pk}"
