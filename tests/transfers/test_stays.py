"""Away for a time: the formal relation stays, the card is checked yearly, contact abroad every half-year."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.transfers import a_stay, away
from tests.world import NOW, TODAY
from zhibu.members.models import Membership
from zhibu.notify.models import Message
from zhibu.transfers import services
from zhibu.transfers.errors import NotThisStep, NotYours, OwnTransfer, StayDaysWrong, StayRuns, StayTooLong
from zhibu.transfers.models import StayNote, Temporary
from zhibu.transfers.queries.papers import stay_pdf


def roll_of(world):
    row = Membership.objects.get(person=world.person("bob"))
    return row.branch, row.is_mobile, row.flow_to


def test_a_card_is_issued_by_the_committee_and_the_relation_stays(world):
    stay = away(world)
    assert (stay.state, stay.issued_on, stay.due_on) == ("running", TODAY, date(2027, 5, 31))
    assert stay.number.endswith("-L2026-0001")
    assert roll_of(world) == (world.branch_a, True, "成都项目部")
    done = services.end_stay(
        world.viewer("bob"), stay_id=stay.pk, ended_on=date(2026, 12, 20), words="参加 3 次组织生活",
        at=NOW + timedelta(days=40),
    )  # fmt: skip
    assert (done.state, [note.words for note in done.notes.all()]) == ("ended", ["参加 3 次组织生活"])
    assert roll_of(world) == (world.branch_a, False, "")


def test_more_than_six_months_in_a_fixed_place_is_a_transfer(world):
    with pytest.raises(StayTooLong):
        a_stay(world, ends_on=date(2027, 6, 2))
    with pytest.raises(StayTooLong):
        a_stay(world, kind="certificate", ends_on=date(2027, 6, 2), cannot_move="项目分散")
    assert a_stay(world, ends_on=date(2028, 6, 2), cannot_move="项目分散").state == "asked"


def test_the_yearly_check_moves_the_next_one(world):
    stay = away(world, ends_on=date(2029, 1, 1), cannot_move="项目分散")
    assert stay.due_on == date(2027, 12, 1)
    later = NOW + timedelta(days=380)
    checked = services.note_stay(world.viewer("alice"), stay_id=stay.pk, kind="check", words="合格", at=later)
    assert checked.due_on == date(2028, 12, 5)
    services.note_stay(world.viewer("alice"), stay_id=stay.pk, kind="check", words="又一次", at=later)
    assert [note.words for note in StayNote.objects.all()] == ["合格"]


def test_abroad_there_is_contact_every_half_year(world):
    stay = away(world, kind="abroad", ends_on=date(2029, 1, 1))
    assert (stay.number, stay.due_on) == ("", date(2027, 6, 1))
    assert services.remind_of_stays(at=NOW) == 0
    due = NOW + timedelta(days=200)
    for _ in range(3):
        assert services.remind_of_stays(at=due) == 1
    assert {m.person.name: m.times for m in Message.objects.filter(key__endswith="2027-06-01")} == {
        "Alice": 2,
        "Bob": 2,
    }
    noted = services.note_stay(world.viewer("alice"), stay_id=stay.pk, kind="contact", words="视频通话", at=due)
    assert noted.due_on == date(2027, 12, 8)


def test_one_open_stay_of_a_kind_and_the_form_sent_twice_is_one(world):
    key = uuid4()
    assert a_stay(world, key=key) == a_stay(world, key=key)
    with pytest.raises(StayRuns):
        a_stay(world)
    assert a_stay(world, kind="certificate").kind == "certificate"


def test_days_must_fit(world):
    with pytest.raises(StayDaysWrong):
        a_stay(world, ends_on=date(2026, 12, 1))
    with pytest.raises(StayDaysWrong):
        a_stay(world, starts_on=date(2026, 1, 1), ends_on=date(2026, 2, 1))
    stay = away(world)
    with pytest.raises(StayDaysWrong):
        services.end_stay(world.viewer("alice"), stay_id=stay.pk, ended_on=date(2026, 11, 1), at=NOW)


def test_each_side_does_its_own(world):
    stay = a_stay(world)
    for name, refusal in (("bob", OwnTransfer), ("alice", NotYours)):
        with pytest.raises(refusal):
            services.issue_stay(world.viewer(name), stay_id=stay.pk, at=NOW)
    done = services.refuse_stay(world.viewer("stella"), stay_id=stay.pk, words="应当转接", at=NOW)
    assert (done.state, done.notes.get().words) == ("refused", "应当转接")
    with pytest.raises(NotThisStep):
        services.issue_stay(world.viewer("stella"), stay_id=stay.pk, at=NOW)


def test_numbers_of_cards_and_letters_run_apart(world):
    card, letter = away(world), away(world, kind="certificate", ends_on=date(2027, 1, 1))
    assert (card.number[-6:], letter.number[-11:]) == ("6-0001", "-Z2026-0001")
    with pytest.raises(IntegrityError), transaction.atomic():
        Temporary.objects.filter(pk=letter.pk).update(number=card.number)


@pytest.mark.parametrize(("kind", "words"), [("mobile", "流动党员活动证"), ("certificate", "中国共产党党员证明信")])
def test_the_paper_says_that_the_holder_has_no_vote(world, kind, words):
    stay = away(world, kind=kind)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(stay_pdf(stay))).pages)
    text = "".join(text.split())
    assert words in text
    assert "没有表决权、选举权和被选举权" in text
    assert stay.number in text


def test_it_is_asked_for_on_the_phone_with_samples(world, as_user):
    url = reverse("transfers:start-stay", args=["mobile"])
    page = as_user("bob").get(url).content.decode()
    assert page.count('class="sample"') == page.count('<div class="field">') == 7
    said = {"place": "成都", "reason": "外派", "contact": "138", "starts_on": "2099-01-01", "ends_on": "2099-02-01",
            "key": str(uuid4())}  # fmt: skip
    assert as_user("bob").post(url, said).status_code == 302
    assert as_user("bob").get(reverse("transfers:stay", args=[Temporary.objects.get().pk])).status_code == 200
