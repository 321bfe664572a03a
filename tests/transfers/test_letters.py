"""Letters: numbers without a gap, what is printed, checked, lost, reissued, receipted."""

import json
import re
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.factories.transfers import approved, confirmed, going_out, on_the_way
from tests.world import NOW, TODAY, add_member
from zhibu.audit.models import AuditRow as AuditEntry
from zhibu.kernel.models import DueTask
from zhibu.members.models import Membership, MembershipEvent, Reveal
from zhibu.notify.models import Message
from zhibu.transfers import services
from zhibu.transfers.errors import (
    DayWrong,
    LetterExpired,
    NoSuchTransfer,
    NotThisStep,
    NotYours,
    ValidityTooLong,
)
from zhibu.transfers.models import Letter
from zhibu.transfers.queries.letters import checked, letters
from zhibu.transfers.queries.papers import letter_pdf
from zhibu.transfers.services import reminding

NUMBER = "449900199001010017"


def status_of(world, name="bob"):
    return Membership.objects.get(person=world.person(name)).status


def test_a_letter_sends_the_relation_on_its_way(world):
    transfer = on_the_way(world)
    letter = transfer.letters.get()
    assert (letter.serial, letter.issued_on, letter.valid_until, letter.state) == (
        1, TODAY, TODAY + timedelta(days=30), "valid"
    )  # fmt: skip
    assert re.fullmatch(r"ZZ\d+-2026-0001", letter.number)
    assert (transfer.state, transfer.waits_for, transfer.due_on) == ("issued", "member", letter.valid_until)
    assert status_of(world) == "in_transit"
    assert world.viewer("bob").is_member  # on the old roll until received
    assert Reveal.objects.get(person=world.person("bob")).reason == f"介绍信 {letter.number}"


def test_validity_is_bounded_by_the_rule_in_force(world):
    transfer = approved(world, going_out(world))
    with pytest.raises(ValidityTooLong, match="90"):
        services.issue(world.viewer("stella"), transfer_id=transfer.pk, valid_days=91, at=NOW)
    assert not Letter.objects.exists()


def test_numbers_have_no_gap_and_start_anew_each_year(world):
    for name in ("frank", "grace", "heidi"):
        add_member(world, name, world.branch_a)
    on_the_way(world)
    on_the_way(world, name="frank")
    with transaction.atomic():
        on_the_way(world, name="grace")
        transaction.set_rollback(True)
    on_the_way(world, name="grace")
    on_the_way(world, name="heidi", at=NOW + timedelta(days=60))
    assert list(Letter.objects.order_by("pk").values_list("year", "serial")) == [
        (2026, 1), (2026, 2), (2026, 3), (2027, 1)
    ]  # fmt: skip


def test_a_number_is_never_used_again(world):
    letter = on_the_way(world).letters.get()
    copy = Letter.objects.get(pk=letter.pk)
    copy.pk, copy.number, copy.code, copy.state, copy.void_reason = None, "x", "y", "void", "z"
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)


def test_the_sheet_says_what_the_form_of_2006_asks_for(world):
    person = world.person("bob")
    type(person).objects.filter(pk=person.pk).update(ethnicity="汉族", birth_date=date(1990, 3, 7), sex=1)
    transfer = on_the_way(world, member_contact="13800000000")
    letter, content = services.read_letter(world.viewer("stella"), letter_id=transfer.letters.get().pk, at=NOW)
    sheet = PdfReader(BytesIO(letter_pdf(letter, content, address="https://zhibu.example/verify/X")))
    assert len(sheet.pages) == 1
    text = re.sub(r"\s+", "", sheet.pages[0].extract_text())
    assert text.count(letter.number) == 3
    for words in (
        "Bob同志（男，36岁，汉族），系中共正式党员", "党费已交到2026年10月", "（有效期30天）", "骑缝章", "裁开线",
        "中共示例市示例区委组织部：", "去示例市示例社区党支部，请转接组织关系", "13800000000", "接收党员后一个月内",
        "2026年11月20日", "（贴回执联处）", letter.code[:4],
    ):  # fmt: skip
        assert words in text
    assert AuditEntry.objects.filter(action="transfer.letter_read").count() == 1


def test_who_may_have_the_letter(world, as_user):
    letter = on_the_way(world).letters.get()
    url = reverse("transfers:letter", args=[letter.pk])
    found = {name: as_user(name).post(url).status_code for name in ("alice", "bob", "charlie", "dana", "stella")}
    assert found == {"alice": 404, "bob": 200, "charlie": 404, "dana": 404, "stella": 200}
    assert list(letters(world.viewer("alice"))) == []
    with pytest.raises(NoSuchTransfer):
        services.read_letter(world.viewer("alice"), letter_id=letter.pk, at=NOW)


def test_anybody_may_check_a_code_and_learns_no_name(world, client):
    cache.clear()
    transfer = on_the_way(world)
    letter = transfer.letters.get()
    page = client.get(reverse("verify", args=[letter.code.lower()]))
    text = page.content.decode()
    assert letter.number in text
    for secret in ("Bob", "示例社区", "甲支部"):
        assert secret not in text
    said = checked(letter.code, today=TODAY)
    assert said["holds"] is True
    assert set(said) == {"number", "issuer", "issued_on", "valid_until", "holds", "words"}
    assert checked(letter.code, today=TODAY + timedelta(days=31))["words"] == "已过有效期，不能再用"
    assert client.get(reverse("verify", args=["NOSUCHCODE"])).status_code == 404


def test_codes_are_not_guessed(world, client):
    cache.clear()
    letter = on_the_way(world).letters.get()
    guesses = [*(f"X{number}" for number in range(30)), "X30", letter.code]
    asked = [client.get(reverse("verify", args=[guess]), REMOTE_ADDR="203.0.113.9").status_code for guess in guesses]
    assert asked == [404] * 30 + [429] * 2
    assert client.get(reverse("verify", args=[letter.code]), REMOTE_ADDR="203.0.113.10").status_code == 200


def picture():
    out = BytesIO()
    Image.new("RGB", (8, 8), "white").save(out, "PNG")
    return out.getvalue()


def receipt(world, transfer, *, on=TODAY, at=NOW, name="stella", **more):
    return services.register_receipt(
        world.viewer(name), transfer_id=transfer.pk, received_on=on, at=at, handler="李四", **more
    )


def test_the_member_leaves_on_the_day_the_other_side_received_him(world):
    transfer = on_the_way(world)
    services.depart(world.viewer("bob"), transfer_id=transfer.pk, at=NOW)
    later, on = NOW + timedelta(days=12), TODAY + timedelta(days=10)
    file = SimpleUploadedFile("receipt.png", picture(), "image/png")
    done = receipt(world, transfer, on=on, at=later, file=file)
    assert (done.state, done.received_on, done.letters.get().state) == ("closed", on, "used")
    assert done.receipt_file.of == f"transfer.{done.pk}"
    event = MembershipEvent.objects.get(person=world.person("bob"))
    assert (event.change, event.happened_on, event.reason) == ("transferred_out", on, "示例市示例社区党支部")
    assert status_of(world) == "transferred_out"
    with pytest.raises(NotThisStep):
        receipt(world, transfer, at=later)


def test_a_letter_used_after_its_validity_is_refused(world):
    transfer = on_the_way(world, days=10)
    late = NOW + timedelta(days=20)
    with pytest.raises(LetterExpired):
        receipt(world, transfer, on=TODAY + timedelta(days=11), at=late)
    with pytest.raises(DayWrong):
        receipt(world, transfer, on=TODAY - timedelta(days=1), at=late)
    with pytest.raises(DayWrong):
        receipt(world, transfer, on=TODAY + timedelta(days=21), at=late)
    with pytest.raises(NotYours):
        receipt(world, transfer, name="bob", at=late)
    assert status_of(world) == "in_transit"
    assert receipt(world, transfer, on=TODAY + timedelta(days=10), at=late).state == "closed"


def test_a_lost_letter_is_void_at_once_and_another_number_is_issued(world):
    transfer = on_the_way(world)
    lost = services.lose(world.viewer("bob"), transfer_id=transfer.pk, words="搬家时丢失", at=NOW)
    assert (lost.state, lost.waits_for) == ("lost", "out_committee")
    first = transfer.letters.get()
    assert checked(first.code, today=TODAY)["words"] == "已作废，不能再用"
    again = services.reissue(
        world.viewer("stella"), transfer_id=transfer.pk, valid_days=10, words="已查实", at=NOW + timedelta(days=1)
    )
    assert [(one.serial, one.state) for one in again.letters.order_by("pk")] == [(1, "void"), (2, "valid")]
    assert (again.state, again.valid_until) == ("issued", TODAY + timedelta(days=11))
    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=first.pk).update(state="valid", void_reason="")


@pytest.mark.parametrize("way_back", ["withdraw", "reject"])
def test_what_did_not_go_comes_back(world, way_back):
    transfer = on_the_way(world)
    more = {"reason": "not_our_jurisdiction"} if way_back == "reject" else {}
    done = getattr(services, way_back)(world.viewer("stella"), transfer_id=transfer.pk, at=NOW, **more)
    assert done.state == {"withdraw": "withdrawn", "reject": "rejected"}[way_back]
    assert (status_of(world), transfer.letters.get().state) == ("normal", "void")


def run(task, at):
    return reminding.remind(at=at, **task.arguments)


def test_half_eighty_percent_and_the_end_of_validity_are_told(world):
    transfer = on_the_way(world, days=30)
    number = transfer.letter_number
    tasks = {task.arguments["occasion"]: task for task in DueTask.objects.filter(key__endswith=number)}
    days = {name: (task.due_at.date() - TODAY).days for name, task in tasks.items()}
    assert days == {"half": 15, "late": 24, "expiry": 31}
    before = Message.objects.count()
    assert run(tasks["half"], NOW) is True
    told = Message.objects.order_by("-pk").first()
    assert (Message.objects.count() - before, told.person) == (1, world.person("bob"))
    assert told.sentence.startswith("您的组织关系介绍信有效期已过一半")
    assert run(tasks["late"], NOW) is True
    assert {m.person.name for m in Message.objects.filter(sentence__contains="八成")} == {"Bob", "Alice"}
    assert run(tasks["expiry"], NOW + timedelta(days=31)) is True
    transfer.refresh_from_db()
    assert (transfer.state, transfer.waits_for) == ("expired", "out_committee")
    assert run(tasks["expiry"], NOW) is False


def test_a_reminder_says_nothing_when_the_step_was_taken(world):
    transfer = going_out(world)
    first = DueTask.objects.get(key=f"transfer:{transfer.pk}:step:1")
    confirmed(world, transfer)
    assert run(first, NOW) is False
    second = DueTask.objects.get(key=f"transfer:{transfer.pk}:step:2")
    assert run(second, NOW + timedelta(days=9)) is True
    assert Message.objects.get(key=f"transfer:{transfer.pk}:step:2").person == world.person("stella")


def test_what_is_printed_is_sealed_in_the_database(world, django_db_blocker):
    person = world.person("bob")
    type(person).objects.filter(pk=person.pk).update(citizen_id=NUMBER)
    letter = on_the_way(world).letters.get()
    assert json.loads(letter.content)["citizen_id"] == NUMBER
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT content FROM transfers_letter")
        assert NUMBER not in cursor.fetchone()[0]


def test_the_register_and_its_head(world, as_user):
    letter = on_the_way(world).letters.get()
    stella = as_user("stella")
    assert letter.number in stella.get(reverse("transfers:letters")).content.decode()
    url = reverse("transfers:head")
    assert stella.post(url, {"code": "ab"}).status_code == 422
    assert stella.post(url, {"code": "GZ01", "phone": "020-00000000"}).status_code == 302
    services.withdraw(world.viewer("stella"), transfer_id=letter.transfer_id, at=NOW)
    assert on_the_way(world).letter_number == "GZ01-2026-0002"
