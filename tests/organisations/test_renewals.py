"""The twelve steps of a renewal (rules.md 1.6)."""

from datetime import date, timedelta

import pytest

from tests.world import NOW, TODAY
from zhibu.kernel.events import deliver_due
from zhibu.notify.models import Message
from zhibu.organisations.enums import RenewalStage
from zhibu.organisations.errors import (
    DocumentNeeded,
    NoSuchOrganisation,
    NotElected,
    RenewalStepNotOpen,
    RenewalStepTooEarly,
)
from zhibu.organisations.models import Renewal, RenewalStep
from zhibu.organisations.queries import renewal_of, things_to_do
from zhibu.organisations.services import record_election, take_renewal_step

BALLOT = TODAY - timedelta(days=3)


@pytest.fixture
def branch(world):
    return record_election(
        world.viewer("stella"), organisation_id=world.branch_a.pk, elected_on=date(2024, 1, 8), at=NOW
    )


def take(world, number, who="", day=BALLOT, document="文 1 号"):
    who = who or ("stella" if number in (1, 4, 8, 11) else "alice")
    return take_renewal_step(
        world.viewer(who), organisation_id=world.branch_a.pk, number=number, happened_on=day, document=document, at=NOW
    )


def test_twelve_steps_lead_to_the_next_term(world, branch):
    for number in range(1, 13):
        take(world, number)
        take(world, number) if number < 12 else None
    branch.refresh_from_db()
    assert (branch.elected_on, branch.due_on) == (BALLOT, date(2029, 11, 17))
    assert Renewal.objects.get().finished_on == BALLOT
    assert RenewalStep.objects.count() == 12
    assert renewal_of(world.viewer("alice"), branch).following == 0


@pytest.mark.parametrize("number", [2, 9, 11, 12])
def test_no_step_comes_before_its_turn(world, branch, number):
    with pytest.raises(RenewalStepNotOpen):
        take(world, number)
    take(world, 1)
    if number > 2:
        with pytest.raises(RenewalStepNotOpen):
            take(world, number)


@pytest.mark.parametrize(("done", "who"), [(0, "alice"), (1, "bob"), (1, "charlie"), (3, "alice"), (3, "dana")])
def test_each_side_does_its_own_steps(world, branch, done, who):
    for number in range(1, done + 1):
        take(world, number)
    with pytest.raises(NoSuchOrganisation):
        take(world, done + 1, who)
    assert RenewalStep.objects.count() == done


def test_a_step_has_a_paper_and_a_day_after_the_one_before(world, branch):
    take(world, 1)
    with pytest.raises(RenewalStepTooEarly):
        take(world, 2, day=BALLOT - timedelta(days=1))
    with pytest.raises(DocumentNeeded):
        take(world, 2, document=" ")


def test_a_body_that_was_never_elected_has_nothing_to_renew(world):
    with pytest.raises(NotElected):
        take(world, 1)


def test_whoever_is_next_is_told(world, branch):
    take(world, 1)
    deliver_due()
    assert list(Message.objects.filter(key__startswith="renewal-step:").values_list("person__name", "url")) == [
        ("Alice", f"/organisations/{branch.pk}/renewal")
    ]


def test_the_page_shows_the_step_and_its_form_to_whom_it_waits_for(world, branch, as_user):
    take(world, 1)
    page = as_user("alice").get(f"/organisations/{branch.pk}/renewal")
    assert [step.state for step in page.context["steps"][:3]] == ["done", "now", "later"]
    assert "登记这一步" in page.content.decode()
    assert "登记这一步" not in as_user("bob").get(f"/organisations/{branch.pk}/renewal").content.decode()
    sent = {"number": 2, "happened_on": TODAY.isoformat(), "document": "支委会记录"}
    assert as_user("alice").post(f"/organisations/{branch.pk}/renewal", sent).status_code == 302
    assert RenewalStep.objects.get(number=2).recorded_by == "Alice"


def test_the_home_card_leads_to_the_renewal(world, branch):
    (card,) = things_to_do(world.viewer("alice"), at=NOW)
    assert card.url == f"/organisations/{branch.pk}/renewal"
    assert len(RenewalStage) == 12
