"""A page without JavaScript: sealed on the server at once, files cleaned, nothing typed lost."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from tests.factories.mailbox import Writer, a_box, make_key, officer, open_with
from tests.world import NOW
from zhibu.mailbox import services
from zhibu.mailbox.errors import KindNotTaken, LetterEmpty, MessageTooLarge
from zhibu.mailbox.models import Attachment, Letter, Message, Seat
from zhibu.mailbox.queries import boxes
from zhibu.mailbox.rules.files import cleaned, kind_of
from zhibu.mailbox.services import Plain, Upload

RECEIPT = "1234567812345678"
PLACE = "GPS 23.13N 113.26E"


@pytest.fixture
def box(world):
    return a_box(world)


@pytest.fixture
def page(box):
    return reverse("mailbox:write", args=[box.pk])


def photo():
    picture, out = Image.new("RGB", (64, 48), "red"), BytesIO()
    exif = picture.getexif()
    exif[0x010E], exif[0x0110] = PLACE, "Phone 12"
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def form_of(client, page, **more):
    """What the page would send, with its hidden fields."""
    context = client.get(page).context
    return {"receipt": context["receipt"], "seen": context["shown"]["seen"], "named": "no", "send": "1"} | more


def test_a_letter_is_sealed_kept_and_its_receipt_shown(world, page):
    client = Client()
    data = form_of(client, page, text="账对不上")
    sent = client.post(page, data)
    assert data["receipt"] in sent.content.decode()
    opened = services.open_letter(world.viewer("dora"), number=Letter.objects.get().number, at=NOW)
    assert open_with("dora", opened) == ["账对不上"]
    assert "zhibu_session" not in client.cookies


def test_sending_twice_keeps_one_letter_and_shows_the_same_receipt(page, box):
    client = Client()
    data = form_of(client, page, text="账对不上")
    for _ in range(2):
        assert data["receipt"] in client.post(page, data).content.decode()
    assert (Letter.objects.count(), Message.objects.count()) == (1, 1)


def test_recipients_that_changed_are_explained_and_nothing_typed_is_lost(world, page):
    client = Client()
    data = form_of(client, page, text="写了很久的话", named="yes", name="张三")
    officer(world, "dirk")
    services.confirm_key(world.viewer("dora"), key_id=make_key(world, "dirk").pk, at=NOW)
    refused = client.post(page, data)
    text = refused.content.decode()
    assert (refused.status_code, Letter.objects.count()) == (409, 0)
    assert all(part in text for part in ("收信人刚刚有了变化", "写了很久的话", "张三", "Dirk", data["receipt"]))
    client.post(page, data | {"seen": refused.context["shown"]["seen"]})
    assert Seat.objects.count() == 3


def test_ticking_somebody_without_looking_again_is_explained_first(world, page):
    client = Client()
    dora = world.person("dora").pk
    data = form_of(client, page, text="x", concerned=[dora], **{f"label-{dora}": "纪委 Dora"})
    refused = client.post(page, data)
    assert refused.status_code == 409
    assert "纪委 Dora" in refused.content.decode()
    client.post(page, data | {"seen": refused.context["shown"]["seen"]})
    assert [seat.key.person.name for seat in Seat.objects.all()] == ["Dean"]


def test_looking_for_people_keeps_what_was_typed(world, page):
    found = Client().post(page, {"receipt": RECEIPT, "text": "写了一半", "q": "甲支部 书记", "search": "1"})
    text = found.content.decode()
    assert "甲支部 书记" in text
    assert "写了一半" in text
    assert Letter.objects.count() == 0


def test_an_empty_letter_is_refused_in_words(page):
    client = Client()
    refused = client.post(page, form_of(client, page, text="  "))
    assert refused.status_code == 422
    assert str(LetterEmpty.sentence) in refused.content.decode()


def test_nobody_left_says_where_else(world, page):
    client = Client()
    both = [world.person(name).pk for name in ("dora", "dean")]
    refused = client.post(page, form_of(client, page, text="x", concerned=both))
    assert refused.status_code == 422
    assert "上级纪检机关" in refused.content.decode()


def test_a_picture_loses_what_the_camera_noted_and_every_file_its_name(world, page):
    client = Client()
    files = [SimpleUploadedFile("张三的举报.jpg", photo()), SimpleUploadedFile("名单.txt", "名单".encode())]
    data = form_of(client, page, text="见附件", file=files)
    client.post(page, data)
    thread = client.post(reverse("mailbox:back"), {"receipt": data["receipt"]})
    assert "张三的举报" not in thread.content.decode()
    pks = [pk for _about, pk in thread.context["thread"]["messages"][0]["attachments"]]
    first, second = (client.post(reverse("mailbox:back-file", args=[pk]), {"receipt": data["receipt"]}) for pk in pks)
    assert second.content.decode() == "名单"
    assert PLACE.encode() not in first.content
    with Image.open(BytesIO(first.content)) as picture:
        assert (picture.size, dict(picture.getexif())) == ((64, 48), {})


def test_a_file_that_lies_about_its_type_is_refused(page):
    client = Client()
    lie = SimpleUploadedFile("photo.jpg", b"\x00MZ program", content_type="image/jpeg")
    refused = client.post(page, form_of(client, page, text="x", file=[lie]))
    assert (refused.status_code, Letter.objects.count()) == (422, 0)
    assert str(KindNotTaken.sentence) in refused.content.decode()


def test_a_file_of_eleven_megabytes_is_refused(page):
    client = Client()
    large = SimpleUploadedFile("a.txt", b"a" * (11 * 2**20))
    refused = client.post(page, form_of(client, page, text="x", file=[large]))
    assert (refused.status_code, Attachment.objects.count()) == (413, 0)
    assert str(MessageTooLarge.sentence) in refused.content.decode()


def test_fifty_megabytes_are_refused_before_they_are_read(page):
    assert Client().post(page, {"file": SimpleUploadedFile("a.txt", b"a" * (50 * 2**20))}).status_code == 413


def test_an_upload_never_touches_the_disk(page, monkeypatch):
    def fail(*args, **kwargs):
        raise AssertionError("a temporary file")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", fail)
    client = Client()
    large = SimpleUploadedFile("a.txt", b"a" * (4 * 2**20))
    assert client.post(page, form_of(client, page, text="x", file=[large])).status_code == 200
    assert Attachment.objects.count() == 1


def test_the_writer_comes_back_and_answers_once(box):
    receipt = RECEIPT
    found = boxes.shown(boxes.levels(box, concerned=[], on=NOW.date()))
    services.send_plain(box_id=box.pk, receipt=receipt, plain=Plain("第一"), seen_before=found["seen"], at=NOW)
    client = Client()
    page = client.post(reverse("mailbox:back"), {"receipt": "1234 5678 1234 5678"})
    data = {"receipt": receipt, "text": "第二", "key": str(page.context["key"])}
    for _ in range(2):
        answered = client.post(reverse("mailbox:back-answer"), data)
    assert answered.content.decode().count("第二") == 1
    refused = client.post(reverse("mailbox:back-answer"), {"receipt": receipt, "text": ""})
    assert refused.status_code == 422


def test_a_wrong_receipt_keeps_what_was_typed_and_is_stopped_in_the_end(box):
    client, answers = Client(REMOTE_ADDR="203.0.113.9"), []
    for _ in range(12):
        answers.append(client.post(reverse("mailbox:back"), {"receipt": "9999 9999 9999 9999"}))
    assert [one.status_code for one in answers] == [404] * 10 + [429] * 2
    assert "9999 9999 9999 9999" in answers[0].content.decode()
    assert "203.0.113" not in str(answers[-1].content)


def test_a_letter_sealed_in_a_browser_opens_here_and_new_keys_get_their_seat(world, box):
    writer = Writer(receipt="8765432187654321")
    letter = writer.send(box, "从手机寄的")
    fresh = make_key(world, "dora", of="dora2")
    services.confirm_key(world.viewer("dean"), key_id=fresh.pk, at=NOW)
    found = services.return_plain(receipt=writer.receipt, address=None, at=NOW)
    assert [one["words"]["text"] for one in found["messages"]] == ["从手机寄的"]
    assert letter.seats.filter(key=fresh).count() == 1


def test_a_broken_picture_is_refused(box):
    found = boxes.shown(boxes.levels(box, concerned=[], on=NOW.date()))
    plain = Plain("x", uploads=[Upload(b"\xff\xd8\xff broken")])
    with pytest.raises(KindNotTaken):
        services.send_plain(box_id=box.pk, receipt=RECEIPT, plain=plain, seen_before=found["seen"], at=NOW)


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7", "pdf"), (b"PK\x03\x04..word/document.xml", "docx"), (b"PK\x03\x04..evil", ""), (b"", ""),
     ("文字".encode(), "txt"), (b"a\0b", ""), (b"\xff\xfe\x00", ""), (b"....ftypisom", "mp4")],
)  # fmt: skip
def test_a_file_is_what_its_contents_are(content, kind):
    assert kind_of(content) == kind


def test_what_is_no_picture_stays_as_it_is():
    assert cleaned(b"%PDF-1.7", "pdf") == (b"%PDF-1.7", "pdf")
