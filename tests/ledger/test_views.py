"""Record book, time line, one entry, balance."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse as url
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.factories.ledger import entry
from tests.world import NOW, World
from zhibu.ledger.enums import Mode
from zhibu.ledger.models import Entry
from zhibu.ledger.services import correct

PERIOD = "?first=2026-10-01&last=2026-12-31"
OCCURRED = NOW - timedelta(days=9)


@pytest.fixture
def history(world: World):
    """Bob came and was entered nine days late; Alice's class hours were corrected."""
    entry(world.person("bob"), world.branch_a, occurred_at=OCCURRED)
    hours = entry(world.person("alice"), world.branch_a, kind="class_hours", quantity=40, title="党课")
    correct(world.viewer("stella"), entry_id=hours.pk, reason="实际半天", at=NOW, quantity=20, mode=Mode.OFFLINE)
    entry(world.person("charlie"), world.branch_b, title="乙支部的事")


def test_the_book_shows_the_delay_who_entered_and_what_was_corrected(world, as_user, history):
    page = as_user("alice").get(url("ledger:book", args=[world.branch_a.pk]) + PERIOD).content.decode()
    assert "补录 +9 天" in page
    assert "实际半天" in page
    assert "<s>4 学时</s>" in page
    assert "2 学时" in page
    assert "乙支部的事" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_book_costs_the_same_however_long(world, as_user, rows, django_assert_num_queries):
    for number in range(rows):
        entry(world.person("bob"), world.branch_a, title=f"主题党日 {number}")
    browser = as_user("alice")
    with django_assert_num_queries(7):
        browser.get(url("ledger:book", args=[world.branch_a.pk]) + PERIOD)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_time_line_costs_the_same_however_long(world, as_user, rows, django_assert_num_queries):
    for number in range(rows):
        entry(world.person("bob"), world.branch_a, title=f"主题党日 {number}")
    browser = as_user("bob")
    with django_assert_num_queries(7):
        page = browser.get(url("ledger:my-time-line")).content.decode()
    assert page.count("十一月主题党日") == 0
    assert page.count("主题党日 ") >= rows


def test_the_book_as_a_workbook_has_a_row_a_line(world, as_user, history):
    entry(world.person("bob"), world.branch_a, title="=1+1")
    response = as_user("alice").get(url("ledger:book-xlsx", args=[world.branch_a.pk]) + PERIOD)
    rows = list(load_workbook(BytesIO(response.content), data_only=False).active.iter_rows(values_only=True))
    assert len(rows) == 5
    assert rows[1][3:5] + rows[1][9:12] == ("十一月主题党日", "Bob", "2026-11-20 12:00", 9, "Alice")
    assert [row[3] for row in rows[1:]].count("=1+1") == 1
    assert "2026-11-20 由Stella更正：实际半天" in [row[12] for row in rows]
    assert "filename*=utf-8''" in response["Content-Disposition"]


def test_a_formula_in_a_title_stays_text(world, as_user):
    entry(world.person("bob"), world.branch_a, title="=HYPERLINK(1)")
    response = as_user("alice").get(url("ledger:book-xlsx", args=[world.branch_a.pk]) + PERIOD)
    cell = load_workbook(BytesIO(response.content)).active["D2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1)", "s")


def test_the_book_on_paper_can_be_read(world, as_user, history):
    response = as_user("alice").get(url("ledger:book-pdf", args=[world.branch_a.pk]) + PERIOD)
    text = "".join(page.extract_text() for page in PdfReader(BytesIO(response.content)).pages)
    assert "中共示例集团甲支部" in text
    assert "补录 +9 天" in text
    assert "实际半天" in text


@pytest.mark.parametrize("name", ["bob", "charlie", "eve"])
@pytest.mark.parametrize("page", ["book", "book-pdf", "book-xlsx", "balance", "counts"])
def test_the_book_is_for_officers(world, as_user, history, name, page):
    assert as_user(name).get(url(f"ledger:{page}", args=[world.branch_a.pk])).status_code == 404


def test_the_book_needs_the_second_factor(world, as_user, history):
    browser = as_user("alice", verified=False)
    assert browser.get(url("ledger:book", args=[world.branch_a.pk]))["Location"].startswith("/login/code")


def test_an_officer_reads_a_members_time_line_and_others_do_not(world, as_user, history):
    address = url("ledger:time-line", args=[world.person("bob").pk])
    assert "十一月主题党日" in as_user("alice").get(address).content.decode()
    assert as_user("charlie").get(address).status_code == 404


def test_an_entry_can_be_corrected_on_its_page(world, as_user, history):
    old = Entry.objects.get(member=world.person("bob"))
    address = url("ledger:correct", args=[old.pk])
    browser = as_user("alice")
    refused = browser.post(address, {"quantity": "2", "mode": "offline", "reason": ""})
    assert (refused.status_code, 'value="2"' in refused.content.decode()) == (200, True)
    done = browser.post(address, {"quantity": "0.5", "mode": "online", "reason": "只到了一半"})
    assert done["Location"] == url("ledger:entry", args=[old.pk])
    assert Entry.objects.latest("pk").quantity == 5
    assert "只到了一半" in browser.get(done["Location"]).content.decode()
    again = browser.post(address, {"quantity": "3", "mode": "online", "reason": "再改"})
    assert (again.status_code, Entry.objects.filter(member=world.person("bob")).count()) == (422, 3)


def test_a_member_sees_his_entry_and_cannot_correct_it(world, as_user, history):
    own = Entry.objects.get(member=world.person("bob"))
    browser = as_user("bob")
    assert "更正这条记录" not in browser.get(url("ledger:entry", args=[own.pk])).content.decode()
    assert browser.get(url("ledger:correct", args=[own.pk])).status_code == 404
    assert as_user("charlie").get(url("ledger:entry", args=[own.pk])).status_code == 404


def test_a_period_that_ends_before_it_starts_is_said_and_kept(world, as_user, history):
    address = url("ledger:book", args=[world.branch_a.pk])
    page = as_user("alice").get(address + "?first=2026-12-01&last=2026-11-01").content.decode()
    assert "结束日期早于开始日期" in page
    assert 'value="2026-12-01"' in page
