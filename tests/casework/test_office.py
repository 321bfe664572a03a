"""The back office lists the cases of one's desks and what was given in them; answers stay sealed."""

import pytest

from tests.factories.casework import a_case, pay, staffed, taken

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    return staffed(world)


def test_cases_are_listed_as_far_as_the_desk_reaches(hall, as_user):
    of_branch = a_case(hall, "certificate_letter")
    of_union = a_case(hall)
    alice, uma = (as_user(name).get("/office/casework/case/").content.decode() for name in ("alice", "uma"))
    assert (of_branch.number in alice, of_union.number in alice) == (True, False)
    assert (of_branch.number in uma, of_union.number in uma) == (False, True)


def test_a_case_and_its_money_are_shown_without_answers(hall, as_user):
    case = taken(hall)
    pay(hall, case)
    page = as_user("uma").get(f"/office/casework/case/{case.pk}/change/").content.decode()
    assert "住院慰问" in page
    assert "阑尾炎" not in page
    assert "50000" in as_user("uma").get("/office/casework/outlay/").content.decode()
    assert "50000" not in as_user("alice").get("/office/casework/outlay/").content.decode()
