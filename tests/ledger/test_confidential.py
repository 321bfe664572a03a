"""Findings of the discipline body: readable by the person and the discipline side, by nobody else, nowhere."""

from datetime import date
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from tests.clients import sign_in
from tests.factories.ledger import entry
from tests.world import NOW, TODAY, World, add_person
from zhibu.ledger.enums import Mode, confidential_codes
from zhibu.ledger.errors import NoSuchEntry
from zhibu.ledger.queries import balance, book, count_table, counts, entries, tally, time_line
from zhibu.ledger.queries.sheets import book_xlsx
from zhibu.ledger.rules import Period
from zhibu.ledger.services import correct
from zhibu.members.enums import Role
from zhibu.members.models import PostHolding, RoleGrant
from zhibu.organisations.enums import PostTitle

YEAR = Period(date(2026, 1, 1), TODAY)
SECRET = "被提醒谈话"


@pytest.fixture
def finding(world: World):
    return entry(world.person("bob"), world.branch_a, kind="reminder_talk", title=SECRET)


@pytest.fixture
def discipline(world: World):
    """Frank is discipline officer at HQ; Grace discipline member of HQ, Heidi of branch A itself."""
    for name in ("frank", "grace", "heidi"):
        add_person(world, name)
    RoleGrant.objects.create(
        account=world.accounts["frank"], role=Role.DISCIPLINE_OFFICER, organisation=world.hq,
        started_on=date(2025, 1, 6), granted_by="world",
    )  # fmt: skip
    for name, where in [("grace", world.hq), ("heidi", world.branch_a)]:
        PostHolding.objects.create(
            person=world.person(name), organisation=where, title=PostTitle.DISCIPLINE_MEMBER,
            started_on=date(2025, 1, 6),
        )  # fmt: skip


def test_which_kinds_are_confidential():
    assert confidential_codes() == [
        "confidential_talk", "criticised_formally", "declaration_falsified", "discipline_finding", "gift_registered",
        "illegal_group_joined", "improper_remark_verified", "party_punishment", "reminder_talk",
        "required_report_received", "unlawful_act_punished",
    ]  # fmt: skip


def test_who_reads_a_finding(world, discipline, finding):
    names = ("bob", "alice", "stella", "charlie", "dana", "frank", "grace", "heidi")
    readers = {name for name in names if entries(world.viewer(name)).filter(pk=finding.pk).exists()}
    assert readers == {"bob", "frank", "grace"}


def test_a_discipline_officer_reads_findings_and_nothing_else(world, discipline, finding):
    entry(world.person("bob"), world.branch_a)
    assert list(entries(world.viewer("frank"))) == [finding]


def test_a_time_line_holds_a_finding_for_the_person_alone(world, finding):
    bob = world.person("bob").pk
    assert list(time_line(world.viewer("bob"), bob)) == [finding]
    for name in ("alice", "stella"):
        assert list(time_line(world.viewer(name), bob)) == []
        assert tally(world.viewer(name), bob, period=YEAR) == []


def test_counts_and_balance_leave_findings_out(world, finding):
    for name in ("alice", "stella"):
        viewer = world.viewer(name)
        assert list(counts(viewer, path=world.hq.path, period=YEAR)) == []
        assert count_table(viewer, path=world.hq.path, period=YEAR).rows == []
        assert sum(month.offline for month in balance(viewer, path=world.hq.path, up_to=TODAY)) == 0


def test_a_book_is_passed_on_so_nobodys_holds_a_finding(world, finding):
    assert list(book(world.hq.path, YEAR)) == []
    sheet = load_workbook(BytesIO(book_xlsx(world.branch_a, YEAR))).active
    assert [row[3].value for row in sheet.iter_rows(min_row=2)] == []


def test_a_secretary_cannot_take_a_finding_back_not_even_his_own(world, discipline, finding):
    own = entry(world.person("alice"), world.branch_a, kind="reminder_talk")
    alice = world.viewer("alice")
    for pk in (finding.pk, own.pk):
        with pytest.raises(NoSuchEntry):
            correct(alice, entry_id=pk, reason="误记", at=NOW, quantity=0, mode=Mode.OFFLINE, withdrawn=True)
    written = correct(
        world.viewer("frank"),
        entry_id=finding.pk,
        reason="误记",
        at=NOW,
        quantity=10,
        mode=Mode.OFFLINE,
        withdrawn=True,
    )
    assert written.quantity == -10
    assert not entries(alice).filter(pk=written.pk).exists(), "the reversal is as confidential as the finding"


def test_pages_of_the_branch_say_nothing_of_it(world, finding, client):
    sign_in(client, world.accounts["alice"])
    period = {"first": "2026-01-01", "last": "2026-12-31"}
    for name, pk in [
        ("book", world.branch_a.pk), ("counts", world.branch_a.pk), ("time-line", world.person("bob").pk)
    ]:  # fmt: skip
        answer = client.get(reverse(f"ledger:{name}", args=[pk]), period)
        assert (answer.status_code, SECRET in answer.text) == (200, False)
    assert client.get(reverse("ledger:entry", args=[finding.pk])).status_code == 404


def test_the_person_reads_his_own_without_a_button_to_change_it(world, client):
    own = entry(world.person("alice"), world.branch_a, kind="reminder_talk", title=SECRET)
    sign_in(client, world.accounts["alice"])
    page = client.get(reverse("ledger:entry", args=[own.pk]))
    assert (SECRET in page.text, reverse("ledger:correct", args=[own.pk]) in page.text) == (True, False)


def test_nobody_corrects_what_is_written_about_himself(world):
    own = entry(world.person("alice"), world.branch_a)
    with pytest.raises(NoSuchEntry):
        correct(world.viewer("alice"), entry_id=own.pk, reason="误记", at=NOW, quantity=20, mode=Mode.OFFLINE)
    assert correct(world.viewer("stella"), entry_id=own.pk, reason="误记", at=NOW, quantity=20, mode=Mode.OFFLINE)
