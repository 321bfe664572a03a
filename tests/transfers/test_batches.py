"""A whole unit: everybody by one decision, whom something stops is named, the sheets are sealed."""

from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.transfers import a_batch, a_move, with_secretary_of_b
from tests.world import NOW, add_member
from zhibu.members.models import Membership
from zhibu.notify.models import Message
from zhibu.transfers import services
from zhibu.transfers.errors import BatchRuns, DuesMonthWrong, NobodyToMove, NotACommittee, NotThisStep, TransferToItself
from zhibu.transfers.models import Batch, Letter, Sheets, Transfer
from zhibu.transfers.queries.batches import page_of
from zhibu.transfers.services import batches


def crowd(world, count=28):
    for number in range(count):
        add_member(world, f"member{number}", world.branch_a)


def test_a_whole_unit_goes_out_with_letters_in_the_order_of_their_numbers(world):
    crowd(world)
    batch = a_batch(world, site="https://zhibu.example")
    assert services.work_on_batches(at=NOW) == 3  # 30 members in chunks of 25, then one file
    batch.refresh_from_db()
    assert (batch.state, batch.total, batch.done) == ("done", 30, 30)
    assert set(Transfer.objects.values_list("kind", "state")) == {("whole_unit", "issued")}
    assert sorted(Letter.objects.values_list("serial", flat=True)) == list(range(1, 31))
    name, content = services.read_sheets(world.viewer("stella"), batch_id=batch.pk, number=1, at=NOW)
    pages = PdfReader(BytesIO(content)).pages
    assert (name, len(pages)) == (f"letter-{batch.pk}-1.pdf", 30)
    assert "-2026-0030" in "".join(pages[29].extract_text().split())
    assert not bytes(Sheets.objects.get().sealed).startswith(b"%PDF")
    assert services.work_on_batches(at=NOW) == 0
    assert services.forget_sheets(at=NOW + timedelta(days=30)) == 0
    assert services.forget_sheets(at=NOW + timedelta(days=31)) == 1


def test_whom_something_stops_is_named_and_stops_nobody_else(world):
    a_move(world)
    batch = a_batch(world)
    services.work_on_batches(at=NOW)
    page = page_of(world.viewer("stella"), batch.pk)
    assert [(line.person.name, line.trouble[:8]) for line in page["troubles"]] == [("Bob", "已经有一次组织关")]
    assert Letter.objects.get().transfer.name == "Alice"


def test_inside_the_tree_the_new_branch_takes_all_over_at_once(world):
    with_secretary_of_b(world)
    crowd(world, 3)
    batch = a_batch(world, inside=True)
    services.work_on_batches(at=NOW)
    batch.refresh_from_db()
    assert (batch.state, Letter.objects.count()) == ("ready", 0)
    services.receive_batch(world.viewer("charlie"), batch_id=batch.pk, at=NOW)
    with pytest.raises(NotThisStep):
        services.receive_batch(world.viewer("charlie"), batch_id=batch.pk, at=NOW)
    services.work_on_batches(at=NOW)
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("done", 5)
    assert not Membership.objects.filter(branch=world.branch_a).exists()
    assert set(Transfer.objects.values_list("kind", "state")) == {("whole_unit", "closed")}


def test_each_member_is_told_once_that_his_unit_moves(world):
    a_batch(world)
    services.work_on_batches(at=NOW)
    assert sorted(Message.objects.values_list("person__name", flat=True)) == ["Alice", "Bob"]


def test_what_cannot_be_started(world):
    for name in ("alice", "bob", "dana"):
        with pytest.raises(NotACommittee):
            a_batch(world, name=name)
    with pytest.raises(TransferToItself):
        a_batch(world, to_branch_id=world.branch_a.pk)
    with pytest.raises(DuesMonthWrong):
        a_batch(world, paid_through=date(2027, 1, 1))
    key = uuid4()
    assert a_batch(world, key=key) == a_batch(world, key=key)
    with pytest.raises(BatchRuns):
        a_batch(world)
    Membership.objects.filter(branch=world.branch_b).update(status="left")
    with pytest.raises(NobodyToMove):
        a_batch(world, branch_id=world.branch_b.pk, to_branch_id=world.branch_a.pk)


def test_a_stop_in_the_middle_is_taken_up_again(world):
    crowd(world)
    batch = a_batch(world)

    assert batches._chunk(batch.pk, NOW) is True
    batch.refresh_from_db()
    assert (batch.state, batch.done) == ("moving", 25)
    services.work_on_batches(at=NOW, batch_id=batch.pk)
    assert Transfer.objects.count() == 30


def test_the_page_shows_how_far_it_is(world, as_user):
    stella = as_user("stella")
    said = {"branch_id": world.branch_a.pk, "to_unit": "外省集团党委", "document": "示党发〔2026〕12 号",
            "paid_through": "2026-10", "valid_days": 90, "key": str(uuid4())}  # fmt: skip
    assert stella.post(reverse("transfers:batches"), said | {"to_unit": ""}).status_code == 422
    url = stella.post(reverse("transfers:batches"), said).headers["Location"]
    page = stella.get(url).content.decode()
    assert '<progress value="0" max="2"' in page
    services.work_on_batches(at=NOW)
    assert "已办完" in stella.get(url + "/progress").content.decode()
    assert Batch.objects.get().site == "http://testserver"
