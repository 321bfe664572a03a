"""Cases that somebody enters for a colleague without a phone: his, shown as entered, and nobody else's."""

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from tests.factories.casework import ANSWERS, go, pay, staffed, with_papers
from tests.world import NOW
from zhibu.casework import services
from zhibu.casework.enums import State
from zhibu.casework.errors import EnteredByYou, NobodyMeant, NoSuchCase
from zhibu.casework.models import Case, Matter
from zhibu.casework.queries.cases import own_cases
from zhibu.casework.queries.entering import enters, wanted
from zhibu.casework.queries.matters import get_version
from zhibu.members.models import PostHolding
from zhibu.notify.models import Message as Told

pytestmark = pytest.mark.django_db
CODE = "certificate_letter"
APPLY = f"/casework/matters/{CODE}/apply"


@pytest.fixture
def hall(world):
    return staffed(world)


def entered(world, *, by="alice", whom="bob", code=CODE, key=None):
    person = world.person(whom).pk
    number = Matter.objects.get(code=code).number
    return services.begin_case(
        world.viewer(by), code=code, number=number, key=key or uuid4(), answers=ANSWERS[code], client_id=person, at=NOW
    )


def sent(world, *, by="alice", **which):
    case = with_papers(world, entered(world, by=by, **which), name=by)
    return services.submit(world.viewer(by), case_id=case.pk, at=NOW)


def test_it_is_the_persons_case_and_says_who_entered_it(hall, as_user):
    case = sent(hall)
    assert (case.applicant, case.entered_by) == (hall.person("bob"), hall.person("alice"))
    assert (case.organisation, case.state) == (hall.branch_a, State.WAITING)
    for name in ("bob", "alice"):
        assert "由Alice代办" in as_user(name).get(f"/casework/{case.pk}").content.decode()
        assert "Bob的，由Alice代办" in as_user(name).get("/casework/mine").content.decode()
    told = Told.objects.get(key=f"case:{case.pk}:entered")
    assert told.person == hall.person("bob")
    assert "由Alice替您代办" in told.sentence


def test_the_person_may_take_it_back_and_evaluate_and_the_entrant_may_supply(hall):
    case = sent(hall, by="alice")
    services.take(hall.viewer("dora"), case_id=case.pk, at=NOW)
    services.ask_for_more(hall.viewer("dora"), case_id=case.pk, words="请补充", at=NOW)
    assert Told.objects.filter(key__startswith=f"case:{case.pk}:asked", person=hall.person("alice")).exists()
    assert services.submit(hall.viewer("alice"), case_id=case.pk, at=NOW).state == State.TAKEN
    assert services.withdraw(hall.viewer("bob"), case_id=case.pk, at=NOW).state == State.WITHDRAWN
    other = sent(hall)
    services.withdraw(hall.viewer("alice"), case_id=other.pk, at=NOW)
    assert Told.objects.filter(key=f"case:{other.pk}:withdrawn:entered", person=hall.person("bob")).exists()


def test_unsent_it_is_shown_to_nobody_but_the_entrant(hall):
    case = entered(hall)
    assert list(own_cases(hall.viewer("alice"))) == [case]
    for name in ("bob", "dora", "stella", "charlie"):
        assert case not in own_cases(hall.viewer(name))
        with pytest.raises(NoSuchCase):
            services.fill_in(hall.viewer(name), case_id=case.pk, answers={}, at=NOW)
    services.withdraw(hall.viewer("alice"), case_id=case.pk, at=NOW)
    assert list(own_cases(hall.viewer("bob"))) == []


@pytest.mark.parametrize(
    ("by", "whom"), [("alice", "charlie"), ("alice", "eve"), ("bob", "alice"), ("uma", "bob"), ("dana", "bob")]
)
def test_nobody_enters_for_people_whom_he_may_not_see(hall, by, whom):
    with pytest.raises(NobodyMeant):
        entered(hall, by=by, whom=whom)
    assert not Case.objects.exists()


def test_nobody_enters_for_himself_this_way(hall):
    with pytest.raises(NobodyMeant):
        entered(hall, whom="alice")
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=entered(hall).pk).update(entered_by=hall.person("bob").pk)


def test_staff_of_the_top_enter_for_an_employee_without_a_branch(hall):
    case = entered(hall, by="stella", whom="eve", code="membership_consultation")
    assert (case.applicant, case.organisation) == (hall.person("eve"), hall.hq)


def test_who_lost_the_post_has_no_way_to_the_case_any_more(hall):
    case = sent(hall)
    PostHolding.objects.filter(person=hall.person("alice")).update(ended_on=NOW.date())
    with pytest.raises(NoSuchCase):
        services.withdraw(hall.viewer("alice"), case_id=case.pk, at=NOW)
    assert services.withdraw(hall.viewer("bob"), case_id=case.pk, at=NOW).state == State.WITHDRAWN


def test_the_entrant_may_handle_it_but_not_hand_out_its_money(hall):
    case = sent(hall)
    go(hall, case, "alice")
    aid = sent(hall, by="hugo", code="hardship_aid")
    Case.objects.filter(pk=aid.pk).update(
        state=State.TAKEN, duty="heads", desk=hall.hq, holder=hall.person("hugo"), desk_key=f"heads@{hall.hq.pk}"
    )
    with pytest.raises(EnteredByYou):
        pay(hall, Case.objects.get(pk=aid.pk), by="hugo")


def test_the_words_mean_one_person_or_nobody(hall):
    version = get_version(hall.viewer("alice"), CODE)
    assert wanted(hall.viewer("alice"), version.shape, " Bob ") == hall.person("bob")
    for words in ("Charlie", "Nobody", "Alice", ""):
        with pytest.raises(NobodyMeant):
            wanted(hall.viewer("alice"), version.shape, words)
    assert not enters(hall.viewer("bob"), version.shape)
    assert not enters(hall.viewer("alice"), get_version(hall.viewer("alice"), "branch_seal").shape)


def test_the_form_takes_the_person_first_and_fills_in_nothing_sealed(hall, as_user):
    person = hall.person("bob")
    person.citizen_id, person.mobile = "119901199003070013", "13700009999"
    person.save(update_fields=["citizen_id", "mobile"])
    page = as_user("alice").get(APPLY, {"for": "Bob"}).content.decode()
    assert f'name="client" value="{person.pk}"' in page
    assert 'value="Bob"' in page
    permit = as_user("alice").get("/casework/matters/residence_permit/apply", {"for": "Bob"}).content.decode()
    assert "119901199003070013" not in permit
    assert "13700009999" not in permit
    missed = as_user("alice").get(APPLY, {"for": "Charlie"}).content.decode()
    assert "没有找到这个人" in missed
    assert "代办" not in as_user("bob").get(APPLY).content.decode()


def test_what_was_typed_is_kept_as_his_draft(hall, as_user):
    form = {"version": "1", **{code: str(value) for code, value in ANSWERS[CODE].items()}}
    answer = as_user("alice").post(APPLY, form | {"key": str(uuid4()), "client": str(hall.person("bob").pk)})
    case = Case.objects.get()
    assert answer.url == f"/casework/{case.pk}/check"
    assert "替Bob提交申请" in as_user("alice").get(answer.url).content.decode()
    stranger = form | {"key": str(uuid4()), "client": str(hall.person("charlie").pk)}
    assert as_user("alice").post(APPLY, stranger).status_code == 422
    assert Case.objects.count() == 1
