"""Addresses of scripts, headers of pages, proofs, the back office."""

import json
import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from tests.factories.mailbox import Writer, a_box, a_note, make_key, officer, pair_of
from tests.world import NOW
from zhibu.kernel.clock import now
from zhibu.mailbox import services
from zhibu.mailbox.models import Letter, Message, Seat
from zhibu.mailbox.rules import codes, sealing

ORIGIN = {"Accept": "application/json"}


@pytest.fixture
def box(world):
    return a_box(world)


def post(client, name, body, *, args=(), files=()):
    """As a page's script sends it."""
    data = {"body": json.dumps(body), "file": [SimpleUploadedFile("sealed", file) for file in files]}
    return client.post(reverse(f"mailbox:{name}", args=args), data, headers=ORIGIN)


def parts(writer, box, message, **more):
    own = writer.parts(box, at=now()) | {"key": str(message.key), "words": message.words}
    return own | more


def test_a_sealed_letter_arrives_without_cookie_or_token(world, box):
    writer, client = Writer(), Client(enforce_csrf_checks=True)
    message = writer.sealed("账对不上", files=[b"one"])
    answer = post(client, "send", parts(writer, box, message), args=[box.pk], files=message.files)
    assert answer.json() == {"number": Letter.objects.get().number}
    assert not answer.cookies


def test_a_script_learns_that_recipients_changed(world, box):
    writer, client = Writer(), Client()
    message = writer.sealed("x")
    body = parts(writer, box, message)
    officer(world, "dirk")
    services.confirm_key(world.viewer("dora"), key_id=make_key(world, "dirk").pk, at=NOW)
    answer = post(client, "send", body, args=[box.pk])
    assert (answer.status_code, answer.json()["code"]) == (409, "recipients_changed")
    shown = post(client, "recipients", {"concerned": []}, args=[box.pk]).json()
    assert [key["name"] for key in shown["levels"][0]["keys"]] == ["Dean", "Dirk", "Dora"]


@pytest.mark.parametrize("body", ["", "[]", "{", '{"key": 5}', '{"seats": [], "concerned": "x"}'])
def test_nonsense_is_refused(box, body):
    answer = Client().post(reverse("mailbox:send", args=[box.pk]), {"body": body}, headers=ORIGIN)
    assert answer.status_code in (409, 422)
    assert Letter.objects.count() == 0


def test_a_thread_its_files_and_an_answer(world, box):
    writer, client = Writer(), Client()
    letter = writer.send(box, files=[b"one"])
    found = post(client, "thread", {"derived": writer.derived}).json()
    assert (found["number"], len(found["messages"])) == (letter.number, 1)
    pk = found["messages"][0]["files"][0]
    sealed = post(client, "file", {"derived": writer.derived}, args=[pk]).content
    assert sealing.open_file(sealed, writer.letter) == b"one"
    message = writer.sealed("还有")
    answered = post(client, "answer", {"derived": writer.derived, "key": str(message.key), "words": message.words})
    assert len(answered.json()["messages"]) == 2
    assert post(client, "thread", {"derived": "0" * 64}).status_code == 404
    assert post(client, "file", {"derived": writer.derived}, args=[pk + 1]).status_code == 404


def test_the_writer_reseals_by_a_script(world, box):
    writer, client = Writer(), Client()
    writer.send(box)
    fresh = make_key(world, "dora", of="dora2")
    services.confirm_key(world.viewer("dean"), key_id=fresh.pk, at=NOW)
    body = {"derived": writer.derived, "concerned": [], "seats": {}}
    assert post(client, "reseal", body).json() == {"keys": [{"id": fresh.pk, "public": fresh.public}]}
    body["seats"] = {fresh.pk: sealing.seal_key(writer.letter.private, fresh.public)}
    assert post(client, "reseal", body).json() == {"keys": []}
    body["seats"] = {fresh.pk: "x"}
    assert post(client, "reseal", body).json() == {"keys": []}


def test_too_many_letters_are_stopped(world, box):
    client = Client(REMOTE_ADDR="198.51.100.4")
    statuses = [post(client, "send", {}, args=[box.pk]).status_code for _ in range(14)]
    assert statuses[:12] == [422] * 12
    assert statuses[12:] == [429, 429]


def test_people_are_asked_for_by_post_alone(world, box):
    client = Client()
    assert post(client, "people", {"q": "甲支部 书记"}).json()["people"][0]["label"] == "甲支部 书记"
    assert client.get(reverse("mailbox:people")).status_code == 405


PAGES = ["index", "how", "back"]


@pytest.mark.parametrize("name", PAGES)
def test_pages_allow_sealing_and_send_no_referrer(box, name):
    answer = Client().get(reverse(f"mailbox:{name}"))
    assert "script-src 'self' 'wasm-unsafe-eval'" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    assert (answer["Referrer-Policy"], "no-store" in answer["Cache-Control"]) == ("no-referrer", True)


def test_no_other_page_allows_it(db):
    assert "wasm" not in Client().get("/login")["Content-Security-Policy"]


def test_a_proof_says_that_and_when_and_nothing_else(world, box):
    writer = Writer()
    letter = writer.send(box, "绝密的事")
    answer = Client().post(reverse("mailbox:proof"), {"derived": writer.derived})
    text = PdfReader(BytesIO(answer.content)).pages[0].extract_text()
    code = codes.check_code(letter.number, letter.received_on, box.pk)
    assert answer["Content-Type"] == "application/pdf"
    assert all(part in text for part in (letter.number, code, "2026-11-20"))
    assert writer.receipt not in text
    assert "绝密" not in text


def test_a_proof_is_verified_by_anybody_and_a_forged_one_is_not(world, box):
    letter = Writer().send(box)
    code = codes.check_code(letter.number, letter.received_on, box.pk)
    right = Client().get(reverse("mailbox:verify", args=[letter.number, code]))
    assert "2026-11-20" in right.content.decode()
    assert letter.get_state_display() not in right.content.decode()
    for number, forged in ((letter.number, "AAAAAAAA"), ("7K3F-9QWX", code)):
        assert Client().get(reverse("mailbox:verify", args=[number, forged])).status_code == 404


def test_a_poster_has_the_address_and_the_digits_that_the_page_shows(world, box):
    client = Client()
    text = PdfReader(BytesIO(client.get(reverse("mailbox:poster", args=[box.pk])).content)).pages[0].extract_text()
    write = client.get(reverse("mailbox:write", args=[box.pk]))
    digits = [key["digits"] for level in write.context["shown"]["levels"] for key in level["keys"]]
    assert len(digits) == 2
    assert all(one in text and one in write.content.decode() for one in digits)
    assert reverse("mailbox:write", args=[box.pk]) in text


def test_a_proof_of_a_wrong_receipt_is_refused(box):
    for data in ({"derived": "0" * 64}, {"receipt": "1"}, {}):
        assert Client().post(reverse("mailbox:proof"), data).status_code == 404


def test_a_holder_reads_answers_notes_marks_and_ends(world, box, as_user):
    writer = Writer()
    letter = writer.send(box, files=[b"one"])
    client, number = as_user("dora"), letter.number
    opened = post(client, "open", {}, args=[number]).json()
    pk = opened["messages"][0]["files"][0]
    assert len(client.get(reverse("mailbox:letter-file", args=[number, pk])).content) == 65536 + 48
    for name in ("reply", "close"):
        message = writer.sealed(name)
        answer = post(client, name, {"key": str(message.key), "words": message.words}, args=[number])
        assert answer.json() == {}
    assert post(client, "mark", {"state": "asked"}, args=[number]).status_code == 422
    a_note(world, "dora", letter)
    assert Message.objects.count() == 4


def test_a_note_by_the_page(world, box, as_user):
    letter = Writer().send(box)
    pair = sealing.new_pair()
    wraps = {seat.key_id: sealing.seal_key(pair.private, seat.key.public) for seat in letter.seats.all()}
    words = sealing.seal_words({"text": "记"}, pair.public)
    body = {"key": "7" * 32, "words": words, "notes_public": sealing.encode(pair.public), "notes_sealed": wraps}
    assert post(as_user("dora"), "note", body, args=[letter.number]).json() == {}
    assert Seat.objects.exclude(notes_sealed="").count() == 2


def test_keys_by_the_page(world, as_user):
    officer(world, "dora")
    officer(world, "dean")
    pair, wrapped = pair_of("dora")
    body = {"public": sealing.encode(pair.public), "wrapped": wrapped.wrapped, "opened_by": wrapped.opened_by}
    made = post(as_user("dora"), "key-make", body).json()["id"]
    assert post(as_user("dora"), "key-rewrap", body, args=[made]).json() == {}
    assert post(as_user("dora"), "key-make", {"public": "x"}).status_code == 422
    make_key(world, "dean")
    client = as_user("dean")
    client.post(reverse("mailbox:key-confirm", args=[made]))
    assert client.get(reverse("mailbox:key-owed", args=[made])).json()["letters"] == []
    assert post(client, "key-owed", {"seats": []}, args=[made]).json() == {"done": 0}
    assert post(client, "key-owed", {"seats": ["x"]}, args=[made]).status_code == 422
    assert client.get(reverse("mailbox:keys")).status_code == 200


def test_a_form_sent_before_its_script_carries_no_passphrase(world, box, as_user):
    letter = Writer().send(box)
    for address in (reverse("mailbox:keys"), reverse("mailbox:letter", args=[letter.number])):
        text = as_user("dora").get(address).content.decode()
        fields = re.findall(r'<input[^>]*type="password"[^>]*>', text)
        assert fields
        assert not any(" name=" in field for field in fields)


def test_a_box_is_opened_by_its_form(world, box, as_user):
    client = as_user("dora")
    assert client.get(reverse("mailbox:box") + f"?box={box.pk}").context["form"].initial["reply_days"] == 15
    data = {"organisation_id": world.hq.pk, "name": "新名", "reply_days": 10, "finding_days": 30, "elsewhere": ""}
    assert client.post(reverse("mailbox:box"), data).status_code == 302
    box.refresh_from_db()
    assert (box.name, box.reply_days) == ("新名", 10)
    assert client.post(reverse("mailbox:box"), data | {"reply_days": 0}).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_the_inbox_takes_the_same_queries(world, box, as_user, count, django_assert_max_num_queries):
    for _ in range(count):
        Writer().send(box)
    client = as_user("dora")
    with django_assert_max_num_queries(14):
        text = client.get(reverse("mailbox:inbox")).content.decode()
    assert text.count("/mailbox/letters/") == count


@pytest.mark.parametrize("count", [1, 3])
def test_a_letter_opens_with_the_same_queries(world, box, count, django_assert_max_num_queries):
    writer = Writer()
    letter = writer.send(box)
    for _ in range(count):
        services.add_to_letter(writer.derived, message=writer.sealed("x"), address=None, at=NOW)
    viewer = world.viewer("dora")
    with django_assert_max_num_queries(14):
        services.open_letter(viewer, number=letter.number, at=NOW)


def test_the_office_counts_and_holds_small_numbers_back(world, box, as_user):
    letter = Writer().send(box, at=now())
    assert "少于 5" not in as_user("dora").get("/office/mailbox/box/").content.decode()  # that of this month
    letter = Writer().send(box, at=now() - timedelta(days=40))
    text = as_user("dora").get("/office/mailbox/box/").content.decode()
    assert "少于 5" in text
    assert letter.number not in text
    assert as_user("alice").get("/office/mailbox/box/").status_code != 200


def test_the_index_names_boxes_and_doors(world, box, as_user):
    assert box.name in Client().get(reverse("mailbox:index")).content.decode()
    assert reverse("mailbox:inbox") in as_user("dora").get(reverse("mailbox:index")).content.decode()
    assert reverse("mailbox:inbox") not in as_user("bob").get(reverse("mailbox:index")).content.decode()


def test_figures_of_a_year_are_for_everybody(box):
    for year in ("", "2025", "x", "99999", "0000"):
        assert Client().get(reverse("mailbox:figures"), {"year": year}).status_code == 200
