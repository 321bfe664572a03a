"""What can I ask for now: from facts held already, each proposal with its reason; and the cards of the home page."""

from datetime import date

import pytest

from tests.factories.casework import a_case, a_draft, a_window, staffed, taken
from tests.world import NOW
from zhibu.casework import services
from zhibu.casework.api import things_to_do
from zhibu.casework.enums import State
from zhibu.casework.models import Case
from zhibu.casework.queries.finder import proposals

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def found(world, name):
    return {one.version.matter.code: (one.why, one.source) for one in proposals(world.viewer(name), at=NOW)}


def test_without_facts_nothing_is_proposed(hall):
    assert found(hall, "bob") == {}


def test_an_employee_hears_of_the_consultation_and_a_secretary_of_the_seal(hall):
    assert found(hall, "eve") == {"membership_consultation": ("您还不是党员，想了解可以咨询", "我的档案")}
    assert found(hall, "alice") == {"branch_seal": ("您担任支部书记或副书记", "任职记录")}


def test_hardship_and_migration_are_read_from_the_record(hall):
    person = hall.person("bob")
    person.is_in_hardship = person.is_migrant_worker = True
    person.save()
    assert found(hall, "bob") == {
        "residence_permit": ("您登记为外来务工", "我的档案"), "hardship_aid": ("您登记为生活困难", "我的档案"),
    }  # fmt: skip


def test_an_open_window_is_proposed_until_one_has_asked(hall):
    a_window(hall)
    why = ("“2027 年度”开放到 11月30日 周一，您还没有办", "我的办件")
    assert found(hall, "bob") == {"insurance_enrolment": why}
    case = a_case(hall, "insurance_enrolment")
    assert found(hall, "bob") == {}
    services.withdraw(hall.viewer("bob"), case_id=case.pk, at=NOW)
    assert found(hall, "bob") == {"insurance_enrolment": why}


@pytest.mark.parametrize(
    ("ends", "proposed"),
    [(date(2027, 1, 4), True), (date(2027, 1, 5), False), (date(2025, 11, 21), True), (date(2025, 11, 20), False)],
)
def test_a_renewal_is_proposed_45_days_before_the_end(hall, ends, proposed):
    case = taken(hall, "residence_permit")
    services.decline(hall.viewer("uma"), case_id=case.pk, words="x", at=NOW)
    Case.objects.filter(pk=case.pk).update(state=State.DONE, expires_on=ends)
    assert ("residence_renewal" in found(hall, "bob")) is proposed


def test_what_is_under_way_is_not_proposed_again(hall):
    a_window(hall)
    a_draft(hall, "insurance_enrolment")
    assert found(hall, "bob") == {}


def test_nobody_hears_of_another_s_facts(hall):
    person = hall.person("bob")
    person.is_in_hardship = True
    person.save()
    assert "hardship_aid" not in found(hall, "charlie")


def cards(world, name, at=NOW):
    return [card.sentence for card in things_to_do(world.viewer(name), at=at)]


def test_the_home_page_says_what_waits_for_whom(hall):
    case = a_case(hall)
    assert cards(hall, "uma") == ["有办件等您受理"]
    assert cards(hall, "charlie") == cards(hall, "bob") == []
    services.take(hall.viewer("uma"), case_id=case.pk, at=NOW)
    assert cards(hall, "uma") == []
    services.ask_for_more(hall.viewer("uma"), case_id=case.pk, words="请补充", at=NOW)
    assert cards(hall, "bob") == ["“住院慰问”需要您补充"]


def test_ones_own_waiting_case_is_no_work_for_oneself(hall):
    a_case(hall, "branch_seal", name="alice")
    assert cards(hall, "alice") == []
    assert cards(hall, "dora") == ["有办件等您受理"]
