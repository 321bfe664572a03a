"""Each shipped matter from both sides on a phone: guide, form, papers, sending; taking, noting, passing; the end."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from tests.factories.casework import a_window, post, staffed
from tests.journeys.conftest import check_page
from tests.journeys.steps import follow, press, visit
from tests.world import build_world
from zhibu.casework.enums import State
from zhibu.casework.models import Case, Matter, Version
from zhibu.casework.rules.answers import applies
from zhibu.kernel.clock import local_date, now

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PDF = {"name": "proof.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 one page"}
SAID = {
    "text": "示例内容", "long": "示例情况说明", "number": "2", "money": "300", "phone": "13800001111",
    "citizen_id": "119901199003070013", "date": "2026-11-18",
}  # fmt: skip
# Who asks, and who handles each step.
WAYS = {
    "residence_permit": ("bob", ["uma", "uma", "uma"]),
    "residence_renewal": ("bob", ["uma", "uma", "uma"]),
    "insurance_reservation": ("bob", ["uma"]),
    "insurance_enrolment": ("bob", ["uma", "uma"]),
    "hospital_consolation": ("bob", ["uma", "uma", "stella"]),
    "hardship_aid": ("bob", ["alice", "uma", "stella", "uma"]),
    "activity_reservation": ("bob", ["stella"]),
    "certificate_letter": ("bob", ["alice", "alice"]),
    "branch_seal": ("alice", ["dora", "stella"]),
    "membership_consultation": ("eve", ["hugo"]),
}


@pytest.fixture
def hall(transactional_db):
    """The world with a union officer and deputies, and windows that are open."""
    world = staffed(build_world())
    today = local_date(now())
    for code in ("insurance_reservation", "insurance_enrolment"):
        a_window(world, code, opens=today - timedelta(days=2), closes=today + timedelta(days=9))
    return world


def fill(page, fields):
    """Answer what is asked and not filled in yet; the first choice of each."""
    given = {}
    for one in fields:
        if not applies(one, given):
            continue
        if one.ask in ("choice", "many", "activity"):
            page.get_by_label(one.choices[0], exact=True).first.check()
            given[one.code] = one.choices[0]
        elif one.ask == "yes":
            given[one.code] = False
        elif one.ask != "dependants" and not page.locator(f"[name={one.code}]").input_value():
            page.locator(f"[name={one.code}]").fill(SAID[one.ask])
    return given


def ask(page, live_server, shape, code):
    """From the hall to the page of the case."""
    visit(page, f"{live_server.url}/casework/")
    follow(page, shape.title)
    page.get_by_role("link", name="开始申请").click()
    page.wait_for_load_state()
    given = fill(page, shape.fields)
    check_page(page)
    press(page, "保存，下一步")
    for paper in shape.materials:
        if paper.required and applies(paper, given):
            page.locator(f"#file-{paper.code}").set_input_files(PDF)
            page.locator(f"form:has(#file-{paper.code})").get_by_role("button", name="放进来").click()
            expect(page.get_by_text("材料已放好。", exact=True)).to_be_visible()
    press(page, "提交申请")
    expect(page.get_by_text("已提交")).to_be_visible()
    return Case.objects.get(version__matter__code=code)


def handle(page, live_server, case, step):
    """One step of a handler: from his desk to the next one's."""
    visit(page, f"{live_server.url}/casework/desk")
    follow(page, case.title)
    press(page, "接办")
    if step.fields:
        page.get_by_role("link", name="登记这一步的内容").click()
        page.wait_for_load_state()
        fill(page, step.fields)
        press(page, "登记")
    if step.pays:
        page.get_by_role("link", name="登记款物").click()
        page.wait_for_load_state()
        for name, value in (("amount_fen", "500"), ("given_to", "Bob"), ("given_on", "2026-11-18")):
            page.locator(f"[name={name}]").fill(value)
        press(page, "登记")
    page.get_by_role("button", name="同意").click()
    expect(page.get_by_text("这一步办好了")).to_be_visible()


@pytest.mark.parametrize("code", sorted(WAYS))
def test_a_shipped_matter_from_asking_to_its_end(browse, live_server, hall, code):
    if code == "certificate_letter":
        post(hall, "alice", hall.branch_a, "organization_member")
    shape = Version.objects.get(matter__code=code, number=1).shape
    applicant, handlers = WAYS[code]
    assert len(handlers) == len(shape.steps)
    mine = browse(hall.accounts[applicant])
    case = ask(mine, live_server, shape, code)
    phones = {name: browse(hall.accounts[name]) for name in set(handlers)}
    for name, step in zip(handlers, shape.steps, strict=True):
        handle(phones[name], live_server, case, step)
    case.refresh_from_db()
    assert case.state == State.DONE
    assert (case.expires_on == date(2026, 11, 18)) is (shape.special == "expiry")
    visit(mine, f"{live_server.url}/casework/{case.pk}")
    if shape.letters:
        expect(mine.get_by_role("link", name="下载 PDF")).to_be_visible()
    mine.get_by_label("很满意", exact=True).check()
    press(mine, "评价")
    expect(mine.get_by_text("谢谢您的评价")).to_be_visible()


def test_a_question_appears_when_its_condition_holds(browse, live_server, hall):
    page = browse(hall.accounts["bob"])
    visit(page, f"{live_server.url}/casework/matters/residence_permit/apply")
    expect(page.get_by_label("房东姓名和电话")).to_be_hidden()
    page.get_by_label("租房", exact=True).check()
    expect(page.get_by_label("房东姓名和电话")).to_be_visible()
    page.get_by_label("单位宿舍", exact=True).check()
    expect(page.get_by_label("房东姓名和电话")).to_be_hidden()


def test_asked_for_more_he_supplies_and_they_talk(browse, live_server, hall):
    bob, uma = browse(hall.accounts["bob"]), browse(hall.accounts["uma"])
    case = ask(bob, live_server, Version.objects.get(matter__code="hospital_consolation").shape, "hospital_consolation")
    visit(uma, f"{live_server.url}/casework/{case.pk}")
    press(uma, "接办")
    uma.get_by_text("请申请人补充").click()
    uma.get_by_label("要补充什么").fill("请写清病区")
    press(uma, "发给申请人")
    visit(bob, f"{live_server.url}/casework/{case.pk}")
    expect(bob.get_by_text("请写清病区").first).to_be_visible()
    follow(bob, "去补充")
    follow(bob, "修改")
    bob.get_by_label("病区和床位").fill("三区 12 床")
    press(bob, "保存，下一步")
    press(bob, "补充好了，提交")
    bob.get_by_label("对办理人说").fill("已经补上")
    press(bob, "发送")
    visit(uma, f"{live_server.url}/casework/{case.pk}")
    expect(uma.get_by_text("已经补上")).to_be_visible()
    press(uma, "打开遮住的内容")
    expect(uma.get_by_text("三区 12 床")).to_be_visible()


def test_staff_build_a_matter_and_somebody_asks_for_it(browse, live_server, hall):
    stella = browse(hall.accounts["stella"], desktop=True)
    visit(stella, f"{live_server.url}/casework/build/")
    follow(stella, "新建事项")
    stella.get_by_label("事项名称").fill("借书")
    stella.get_by_label("代号").fill("book_loan")
    press(stella, "开始")
    follow(stella, "添加表单项目")
    stella.get_by_label("问什么").fill("书名")
    stella.get_by_label("代号").fill("book")
    press(stella, "保存")
    follow(stella, "看看样子")
    visit(stella, f"{live_server.url}/casework/build/book_loan/draft")
    press(stella, "发布这一版")
    expect(stella.get_by_text("已发布第 1 版")).to_be_visible()
    assert Matter.objects.get(code="book_loan").is_open
    bob = browse(hall.accounts["bob"])
    visit(bob, f"{live_server.url}/casework/matters/book_loan/apply")
    bob.get_by_label("书名").fill("论语")
    press(bob, "保存，下一步")
    press(bob, "提交申请")
    expect(bob.get_by_text("已提交")).to_be_visible()
    assert Case.objects.get(version__matter__code="book_loan").state == State.WAITING
