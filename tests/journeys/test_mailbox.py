"""A letter from both sides on phones: sealed in one browser, opened in the other, and nowhere readable in between."""

import base64
import logging
import re
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse
from PIL import Image
from playwright.sync_api import expect

from tests.factories.mailbox import PASSPHRASE, Writer, a_box, make_key, officer
from tests.journeys.conftest import check_page
from tests.journeys.steps import press, visit
from tests.world import NOW, build_world
from zhibu.mailbox import services
from zhibu.mailbox.models import Letter, Seat
from zhibu.mailbox.rules import sealing

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET, REPLY, MORE = "三号仓库的账本有两套", "请问是从哪个月开始的", "从去年五月开始的"
NOTE, FINDING, NAME = "先调取出入库单", "查清了，钱已退回", "举报材料王五.jpg"
PLACE = "GPS 23.13N 113.26E"


@pytest.fixture
def logged():
    """Every line that anything logs, at the finest level."""
    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(record.getMessage())

    root, handler = logging.getLogger(), Keep(level=logging.DEBUG)
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield lines
    root.removeHandler(handler)
    root.setLevel(before)


def photo():
    picture, out = Image.new("RGB", (640, 480), "navy"), BytesIO()
    exif = picture.getexif()
    exif[0x010E] = PLACE
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def unlock(page):
    page.get_by_label("钥匙口令").fill(PASSPHRASE)
    page.get_by_role("button", name="打开", exact=True).click()
    expect(page.get_by_role("heading", name="往来")).to_be_visible(timeout=30_000)


def make_keys(pages):
    for page in pages:
        visit(page, reverse("mailbox:keys"))
        page.get_by_label("口令", exact=True).fill(PASSPHRASE)
        page.get_by_label("再输一次口令").fill(PASSPHRASE)
        page.get_by_role("button", name="做好钥匙").click()
        expect(page.get_by_role("heading", name="等待核对的钥匙")).to_be_visible(timeout=30_000)
    for page in pages:
        visit(page, reverse("mailbox:keys"))
        press(page, "当面比对过，核对无误")
        expect(page.get_by_text("已核对。从现在起")).to_be_visible()


def open_the_box(page):
    visit(page, reverse("mailbox:box"))
    page.get_by_label("信箱名称").fill("集团纪委书记信箱")
    press(page, "保存")
    expect(page.get_by_text("信箱的设置已保存")).to_be_visible()


def write(page):
    """An anonymous phone writes, ticks whom it is about, puts a photo in, and notes the receipt."""
    visit(page, reverse("mailbox:index"))
    page.get_by_role("link", name="集团纪委书记信箱").click()
    expect(page.get_by_text("信会在您的手机里加密后再寄出")).to_be_visible()
    page.get_by_label("按姓名或职务找").fill("甲支部 书记")
    page.get_by_role("button", name="查找").click()
    page.get_by_label("甲支部 书记").check()
    page.get_by_label("想反映的事").fill(SECRET)
    page.get_by_label("附件").set_input_files({"name": NAME, "mimeType": "image/jpeg", "buffer": photo()})
    check_page(page)
    page.get_by_role("button", name="加密并寄出").click()
    expect(page.get_by_role("heading", name="信已寄出，请记下回执号")).to_be_visible(timeout=30_000)
    check_page(page)
    return page.locator("[data-receipt]").inner_text()


def handle(page):
    """The officer unlocks, looks at the photo, asks back, notes something for his side alone."""
    visit(page, reverse("mailbox:inbox"))
    page.locator(".list a").first.click()
    unlock(page)
    expect(page.get_by_text(SECRET)).to_be_visible()
    expect(page.get_by_text("涉及：甲支部 书记")).to_be_visible()
    page.get_by_role("button", name=re.compile("附件 1")).click()
    expect(page.locator(".said-letter img")).to_be_visible()
    page.get_by_label("笔记").fill(NOTE)
    page.get_by_role("button", name="加密并记下").click()
    expect(page.get_by_text(NOTE)).to_be_visible(timeout=20_000)
    page.get_by_label("答复", exact=True).fill(REPLY)
    page.get_by_role("button", name="加密并答复").click()
    expect(page.locator(".said-letter .officer")).to_contain_text(REPLY)
    page.get_by_label("状态").select_option("asked")
    page.get_by_role("button", name="标明", exact=True).click()
    expect(page.locator("[data-opened] [data-state]")).to_have_text("请您补充")
    check_page(page)


def come_back(page, receipt, *said):
    visit(page, reverse("mailbox:back"))
    page.get_by_label("回执号").fill(receipt)
    page.get_by_role("button", name="打开", exact=True).click()
    for words in said:
        expect(page.get_by_text(words)).to_be_visible(timeout=30_000)
    assert page.get_by_text(NOTE).count() == 0
    check_page(page)


def finish(page):
    """A reload locks the page again; another officer opens what the writer added, and ends it."""
    visit(page, reverse("mailbox:letter", args=[Letter.objects.get().number]))
    unlock(page)
    expect(page.get_by_text(MORE)).to_be_visible()
    expect(page.get_by_text(NOTE)).to_be_visible()
    page.get_by_label("办理结果").fill(FINDING)
    page.get_by_role("button", name="加密并办结").click()
    expect(page.get_by_text("已办结。写信人有补充时会重新打开")).to_be_visible(timeout=20_000)
    check_page(page)


def everything_stored(lines):
    """Every cell of every table, every file, every line of a log, as bytes."""
    found = ["\n".join(lines).encode()]
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608 (names of our own tables)
            for row in cursor.fetchall():
                found += [bytes(cell) if isinstance(cell, bytes | memoryview) else str(cell).encode() for cell in row]
    media = Path(settings.STORAGES["default"]["OPTIONS"]["location"])
    found += [path.read_bytes() for path in media.rglob("*") if path.is_file()]
    return b"\n".join(found)


def traces(words):
    """How words could stand somewhere: as they are, escaped in JSON, in base 64 at any offset."""
    raw = words.encode()
    inside = [base64.b64encode(b" " * at + raw)[4 if at else 0 : -4] for at in range(3)]
    return [raw, words.encode("unicode_escape"), raw.hex().encode(), *inside]


def test_a_letter_from_both_sides(browse, live_server, logged):
    world = build_world()
    for name in ("dora", "dean"):
        officer(world, name)
    dora, dean = browse(world.accounts["dora"]), browse(world.accounts["dean"])
    make_keys([dora, dean])
    open_the_box(dora)
    phone = browse()
    receipt = write(phone)
    handle(dora)
    come_back(phone, receipt, SECRET, REPLY)
    phone.get_by_label("想说的话").fill(MORE)
    phone.get_by_role("button", name="加密并寄出").click()
    expect(phone.get_by_text("已加密寄出")).to_be_visible(timeout=20_000)
    finish(dean)
    come_back(phone, receipt, FINDING)
    stored = everything_stored(logged)
    assert Letter.objects.get().number.encode() in stored
    digits = receipt.replace(" ", "")
    for words in (SECRET, REPLY, MORE, NOTE, FINDING, NAME, PLACE, PASSPHRASE, digits, receipt, "甲支部 书记"):
        assert [trace for trace in traces(words) if trace in stored] == [], words


def test_recipients_that_change_while_somebody_writes(browse, live_server):
    world = build_world()
    box = a_box(world)
    phone = browse()
    visit(phone, reverse("mailbox:write", args=[box.pk]))
    phone.get_by_label("想反映的事").fill(SECRET)
    officer(world, "dirk")
    services.confirm_key(world.viewer("dora"), key_id=make_key(world, "dirk").pk, at=NOW)
    phone.get_by_role("button", name="加密并寄出").click()
    expect(phone.get_by_text("收信人刚刚有了变化")).to_be_visible(timeout=30_000)
    expect(phone.locator("[data-receivers]")).to_contain_text("Dirk")
    expect(phone.get_by_label("想反映的事")).to_have_value(SECRET)
    check_page(phone)
    phone.get_by_role("button", name="加密并寄出").click()
    expect(phone.get_by_role("heading", name="信已寄出，请记下回执号")).to_be_visible(timeout=30_000)
    assert Seat.objects.count() == 3


def test_a_lost_passphrase_and_another_holder(browse, live_server):
    """Dora gives her key up and makes another; Dean compares it and seals the open letter to it in his browser."""
    world = build_world()
    box, phone, spoiled = a_box(world), browse(), Writer()
    words = sealing.encode(b"x" * (sealing.WORDS_BLOCK + sealing.SEAL))  # somebody's letter that nobody can open
    services.send_letter(box_id=box.pk, message=services.Sealed(uuid4(), words), at=NOW, **spoiled.parts(box))
    visit(phone, reverse("mailbox:write", args=[box.pk]))
    phone.get_by_label("想反映的事").fill(SECRET)
    phone.get_by_role("button", name="加密并寄出").click()
    expect(phone.get_by_role("heading", name="信已寄出，请记下回执号")).to_be_visible(timeout=30_000)
    dora, dean = browse(world.accounts["dora"]), browse(world.accounts["dean"])
    visit(dora, reverse("mailbox:keys"))
    dora.get_by_text("停用这把钥匙").click()
    press(dora, "停用")
    dora.get_by_label("口令", exact=True).fill("a new one for dora")
    dora.get_by_label("再输一次口令").fill("a new one for dora")
    dora.get_by_role("button", name="做好钥匙").click()
    expect(dora.get_by_role("heading", name="等待核对的钥匙")).to_be_visible(timeout=30_000)
    visit(dean, reverse("mailbox:keys"))
    press(dean, "当面比对过，核对无误")
    dean.get_by_label("您的口令").fill(PASSPHRASE)
    dean.get_by_role("button", name="打开后封给这把钥匙").click()
    expect(dean.get_by_text("已封好 1 封")).to_be_visible(timeout=30_000)
    visit(dora, reverse("mailbox:letter", args=[Letter.objects.latest("pk").number]))
    dora.get_by_label("钥匙口令").fill("a new one for dora")
    dora.get_by_role("button", name="打开", exact=True).click()
    expect(dora.get_by_text(SECRET)).to_be_visible(timeout=30_000)


def test_a_phone_without_javascript(browse, live_server, logged):
    world = build_world()
    box, phone = a_box(world), browse(java_script_enabled=False)
    phone.goto(reverse("mailbox:write", args=[box.pk]))
    expect(phone.get_by_text("这个浏览器没有打开 JavaScript")).to_be_visible()
    phone.get_by_label("想反映的事").fill(SECRET)
    phone.get_by_label("附件").set_input_files({"name": NAME, "mimeType": "image/jpeg", "buffer": photo()})
    phone.get_by_role("button", name="加密并寄出").click()
    receipt = phone.locator(".receipt").inner_text()
    phone.goto(reverse("mailbox:back"))
    phone.get_by_label("回执号").fill(receipt)
    phone.get_by_role("button", name="打开", exact=True).click()
    expect(phone.get_by_text(SECRET)).to_be_visible()
    stored = everything_stored(logged)
    for words in (SECRET, NAME, PLACE, receipt):
        assert [trace for trace in traces(words) if trace in stored] == [], words
