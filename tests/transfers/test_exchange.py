"""Signed messages: taken once, only from a known key, only when nothing was changed on the way."""

import json
import urllib.request
from datetime import timedelta
from email.message import Message as Headers
from io import BytesIO
from types import SimpleNamespace
from urllib.response import addinfourl
from uuid import uuid4

import pytest
from django.urls import reverse

from tests.factories.transfers import approved, going_out
from tests.world import NOW, TODAY
from zhibu.kernel.models import DueTask
from zhibu.members.models import Membership, Person
from zhibu.transfers import services
from zhibu.transfers.errors import (
    Forged,
    LetterExpired,
    LetterUsed,
    MessageUnclear,
    NotThisStep,
    OnRollAlready,
    PeerWrong,
    WrongKind,
)
from zhibu.transfers.models import Envelope, Peer, SigningKey, Transfer
from zhibu.transfers.rules import messages
from zhibu.transfers.services import envelopes

LETTER = {
    "number": "LS01-2026-0007", "addressee": "集团党委", "name": "周新", "sex": "男", "age": 36, "ethnicity": "汉族",
    "category": "full", "citizen_id": "449900199001010017", "from_unit": "邻省支部", "to_unit": "集团党委",
    "paid_year": 2026, "paid_month": 10, "valid_days": 90, "issued_on": "2026-11-10", "member_contact": "13800000000",
    "joined_on": "2012-07-01", "full_on": "2013-07-01",
}  # fmt: skip


@pytest.fixture
def other(world):
    """Another installation that our committee deals with."""
    return a_peer(world, "邻省党委", "https://other.example")


def a_peer(world, name, address):
    public, private = messages.new_key()
    peer = services.add_peer(
        world.viewer("stella"), committee_id=world.hq.pk, name=name, address=address, public_key=public, at=NOW
    )
    return SimpleNamespace(peer=peer, public=public, private=private)


def message(other, kind="letter", content=None, *, to=None, private=None, **more):
    own = services.own_key(at=NOW).public
    body = {
        "format": messages.FORMAT, "id": str(uuid4()), "kind": kind, "from": other.public, "to": to or own,
        "sent_on": "2026-11-20", kind: LETTER if content is None else content,
    } | more  # fmt: skip
    signature = messages.sign(messages.canonical(body), private=private or other.private)
    return json.dumps({"body": body, "signature": signature}).encode()


def test_a_letter_comes_in_and_its_receipt_goes_back_signed(world, other):
    envelope = services.accept(message(other), at=NOW)
    transfer = envelope.transfer
    assert (transfer.route, transfer.state, transfer.waits_for, transfer.to_committee) == (
        "in_message", "in_transit", "in_committee", world.hq
    )  # fmt: skip
    stella = world.viewer("stella")
    services.receive(stella, transfer_id=transfer.pk, branch_id=world.branch_a.pk, at=NOW)
    done = services.assign(world.viewer("alice"), transfer_id=transfer.pk, at=NOW + timedelta(days=1))
    assert (done.state, done.received_on, done.particulars) == ("closed", TODAY, "")
    member = Membership.objects.get(person__name="周新")
    assert (member.branch, member.person.citizen_id, str(member.full_on)) == (
        world.branch_a, LETTER["citizen_id"], "2013-07-01"
    )  # fmt: skip
    receipt = Envelope.objects.get(outgoing=True)
    body = json.loads(receipt.content)
    assert (receipt.kind, body["to"], body["receipt"]) == (
        "receipt", other.public, {"number": "LS01-2026-0007", "received_on": "2026-11-20", "handler": "Alice"}
    )  # fmt: skip
    assert messages.is_signed(receipt.content, receipt.signature, public=services.own_key(at=NOW).public)
    assert DueTask.objects.filter(key=f"envelope:{receipt.pk}", job="transfers.post").count() == 1


def test_words_beside_the_number_do_not_stop_the_branch(world, other):
    contact = "13800000000，每月第一个周日晚上方便"
    transfer = services.accept(message(other, content=LETTER | {"member_contact": contact}), at=NOW).transfer
    services.receive(world.viewer("stella"), transfer_id=transfer.pk, branch_id=world.branch_a.pk, at=NOW)
    done = services.assign(world.viewer("alice"), transfer_id=transfer.pk, at=NOW)
    assert (done.state, done.member_contact, Person.objects.get(name="周新").mobile) == ("closed", contact, "")


def test_what_is_sent_back_goes_back_with_its_reason(world, other):
    transfer = services.accept(message(other), at=NOW).transfer
    services.reject(world.viewer("stella"), transfer_id=transfer.pk, reason="wrong_addressee", at=NOW)
    body = json.loads(Envelope.objects.get(outgoing=True).content)
    assert (body["kind"], body["rejection"]["reason"]) == ("rejection", "wrong_addressee")
    assert not Person.objects.filter(name="周新").exists()


def test_the_same_message_again_changes_nothing(world, other):
    raw = message(other)
    assert services.accept(raw, at=NOW) == services.accept(raw, at=NOW)
    assert Transfer.objects.count() == 1
    with pytest.raises(LetterUsed):
        services.accept(message(other), at=NOW)
    assert Envelope.objects.count() == 1


def changed(raw):
    sent = json.loads(raw)
    sent["body"]["letter"] = LETTER | {"name": "别人"}
    return json.dumps(sent).encode()


def test_a_forged_message_leaves_no_trace(world, other):
    stranger = messages.new_key()
    forged = [
        changed(message(other)),
        message(other, private=stranger[1]),
        message(SimpleNamespace(public=stranger[0], private=stranger[1])),
        message(other, to=stranger[0]),
        message(other, format="zhibu.transfer/9"),
        b"{}", b"[]", b"not json", b'{"body": 1, "signature": 2}', b"x" * 70_000,
    ]  # fmt: skip
    for raw in forged:
        with pytest.raises(Forged):
            services.accept(raw, at=NOW)
    Peer.objects.update(active=False)
    with pytest.raises(Forged):
        services.accept(message(other), at=NOW)
    assert not Envelope.objects.exists()
    assert not Transfer.objects.exists()


@pytest.mark.parametrize("content", [{}, {"name": "x"}, LETTER | {"issued_on": "soon"}, LETTER | {"paid_month": 13}])
def test_a_signed_message_must_also_make_sense(world, other, content):
    with pytest.raises(MessageUnclear):
        services.accept(message(other, content=content), at=NOW)
    assert not Envelope.objects.exists()


def test_an_expired_letter_and_a_member_of_ours_are_refused(world, other):
    with pytest.raises(LetterExpired):
        services.accept(message(other, content=LETTER | {"valid_days": 9}), at=NOW)
    services.accept(message(other), at=NOW)
    transfer = Transfer.objects.get()
    with pytest.raises(LetterExpired):
        services.receive(
            world.viewer("stella"), transfer_id=transfer.pk, branch_id=world.branch_a.pk, at=NOW + timedelta(days=81)
        )
    services.receive(world.viewer("stella"), transfer_id=transfer.pk, branch_id=world.branch_a.pk, at=NOW)
    services.assign(world.viewer("alice"), transfer_id=transfer.pk, at=NOW)
    with pytest.raises(OnRollAlready):
        services.accept(message(other, content=LETTER | {"number": "LS01-2026-0008"}), at=NOW)


def sent(world, other):
    transfer = approved(world, going_out(world, kind="cross_province_online"))
    return services.issue(world.viewer("stella"), transfer_id=transfer.pk, valid_days=90, peer_id=other.peer.pk, at=NOW)


def receipt_of(transfer, **more):
    return {"number": transfer.letter_number, "received_on": "2026-11-20", "handler": "李四"} | more


def test_an_online_letter_goes_out_and_its_receipt_closes_it(world, other):
    transfer = sent(world, other)
    assert (transfer.route, transfer.state, transfer.waits_for) == ("out_message", "issued", "outside")
    body = json.loads(Envelope.objects.get(outgoing=True).content)
    assert (body["letter"]["name"], body["letter"]["number"]) == ("Bob", transfer.letter_number)
    raw = message(other, "receipt", receipt_of(transfer))
    for _ in range(2):
        services.accept(raw, at=NOW)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.letters.get().state) == ("closed", "used")
    assert Membership.objects.get(person=world.person("bob")).status == "transferred_out"
    with pytest.raises(NotThisStep):
        services.accept(message(other, "receipt", receipt_of(transfer)), at=NOW)


def test_a_receipt_from_somebody_else_or_of_a_day_to_come_counts_for_nothing(world, other):
    transfer, third = sent(world, other), a_peer(world, "第三方", "https://third.example")
    with pytest.raises(MessageUnclear):
        services.accept(message(third, "receipt", receipt_of(transfer)), at=NOW)
    for day in ("2026-11-19", "2026-11-21"):
        with pytest.raises(MessageUnclear):
            services.accept(message(other, "receipt", receipt_of(transfer, received_on=day)), at=NOW)
    transfer.refresh_from_db()
    assert transfer.state == "issued"


def test_a_rejection_brings_the_member_back(world, other):
    transfer = sent(world, other)
    content = {"number": transfer.letter_number, "reason": "identity_mismatch", "words": ""}
    services.accept(message(other, "rejection", content), at=NOW)
    transfer.refresh_from_db()
    assert (transfer.state, transfer.rejected_for, transfer.letters.get().state) == (
        "rejected", "identity_mismatch", "void"
    )  # fmt: skip
    assert Membership.objects.get(person=world.person("bob")).status == "normal"


def test_an_online_letter_needs_a_receiver_and_one_on_paper_has_none(world, other):
    online = approved(world, going_out(world, kind="cross_province_online"))
    with pytest.raises(WrongKind):
        services.issue(world.viewer("stella"), transfer_id=online.pk, valid_days=90, at=NOW)


def test_a_message_is_tried_again_until_it_is_answered(world, other, monkeypatch):
    sent(world, other)
    envelope, answers = Envelope.objects.get(outgoing=True), iter([(503, ""), (200, "")])
    monkeypatch.setattr(envelopes, "_hand_over", lambda _envelope: next(answers))
    with pytest.raises(OSError, match="503"):
        services.post(envelope_id=envelope.pk, at=NOW)
    assert services.post(envelope_id=envelope.pk, at=NOW).state == "done"
    assert services.post(envelope_id=envelope.pk, at=NOW).state == "done"  # not handed over a third time


def test_what_the_other_side_refuses_is_kept_with_its_word(world, other, monkeypatch):
    sent(world, other)
    monkeypatch.setattr(envelopes, "_hand_over", lambda _envelope: (422, "letter_expired"))
    found = services.post(envelope_id=Envelope.objects.get(outgoing=True).pk, at=NOW)
    assert (found.state, found.answer) == ("refused", "letter_expired")


def test_what_was_sent_online_is_taken_back_only_when_the_other_side_did_not_take_it(world, other):
    transfer = sent(world, other)
    with pytest.raises(NotThisStep):
        services.withdraw(world.viewer("stella"), transfer_id=transfer.pk, at=NOW)
    Envelope.objects.filter(outgoing=True).update(state="refused")
    assert services.withdraw(world.viewer("stella"), transfer_id=transfer.pk, at=NOW).state == "withdrawn"


@pytest.mark.parametrize(
    "address",
    [
        "http://other.example", "ftp://other.example", "https://", "other", "https://[", "https://a.example/x?y=",
        "https://a.example/admin", "https://a.example/#", "https://root@a.example",
    ],
)  # fmt: skip
def test_a_peer_is_reached_by_https_alone_and_at_its_own_inbox(world, address):
    with pytest.raises(PeerWrong):
        a_peer(world, "x", address)


@pytest.mark.parametrize(("secure", "fits"), [(False, True), (True, False)])
def test_a_trial_on_one_machine_is_no_way_into_the_ports_of_a_server(settings, secure, fits):
    settings.SECURE = secure
    assert envelopes.is_safe("http://127.0.0.1:8001") is fits


def test_a_peer_that_sends_us_on_to_another_machine_has_refused(world, other, monkeypatch):
    sent(world, other)
    asked = []

    class Elsewhere(urllib.request.BaseHandler):
        def https_open(self, request):
            asked.append(request.full_url)
            headers = Headers()
            headers["Location"] = "http://10.0.0.1/"
            answer = addinfourl(BytesIO(), headers, request.full_url, 302)
            answer.msg = "Found"
            return answer

        http_open = https_open

    opener = urllib.request.OpenerDirector()
    for handler in [*(one for one in envelopes._OPENER.handlers if not hasattr(one, "https_open")), Elsewhere()]:
        opener.add_handler(handler)
    monkeypatch.setattr(envelopes, "_OPENER", opener)
    found = services.post(envelope_id=Envelope.objects.get(outgoing=True).pk, at=NOW)
    assert (found.state, asked) == ("refused", ["https://other.example/transfers/exchange/inbox"])


def test_a_message_that_is_nothing_but_brackets_or_names_no_key_is_forged(world, other):
    for raw in (b"[" * 60_000, message(SimpleNamespace(public="\0", private=other.private))):
        with pytest.raises(Forged):
            services.accept(raw, at=NOW)


def test_the_key_is_one_and_its_private_half_is_sealed(world, other):
    assert services.own_key(at=NOW) == services.own_key(at=NOW) == SigningKey.objects.get()
    with pytest.raises(PeerWrong):
        a_peer(world, "again", "https://other.example/")


def test_the_pages_of_the_exchange(world, other, as_user, client):
    services.accept(message(other), at=NOW)
    page = as_user("stella").get(reverse("transfers:peers")).content.decode()
    assert services.own_key(at=NOW).public in page
    assert "邻省党委" in page
    inbox = reverse("transfers:inbox")
    answer = client.post(inbox, b"{}", content_type="application/json")
    assert (answer.status_code, answer.json()) == (403, {"refused": "forged"})
    raw = message(other, content=LETTER | {"number": "LS01-2026-0009", "citizen_id": ""})
    answer = client.post(inbox, raw, content_type="application/json")
    assert (answer.status_code, answer.json()) == (200, {"taken": True})
