"""An evening's quiz: a host with the projector, three players, one of them without a network for ten seconds."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import DESKTOP, PHONE, check_page
from tests.journeys.serving import serving

pytestmark = pytest.mark.journey
SOON = 30_000


@pytest.fixture
def evening(blank, tmp_path):
    """A server of its own with a sealed round of four questions."""
    with serving(tmp_path, "quiz", database=blank(tmp_path)) as served:
        yield served


@pytest.fixture
def phone(chromium, evening):
    """`phone("bob")` is Bob's; its console may not complain."""
    opened, complaints = [], []

    def open_for(name, *, desktop=False):
        context = chromium.new_context(base_url=evening.url, **(DESKTOP if desktop else PHONE))
        opened.append(context)
        context.set_default_timeout(SOON)
        context.add_cookies([{"name": "zhibu_session", "value": evening.sessions[name], "url": evening.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
        return page

    yield open_for
    for context in opened:
        context.close()
    assert complaints == []


def stage(page, name, *, within=SOON):
    """Wait until the page shows this part."""
    expect(page.locator(f"[data-stage={name}]")).to_be_visible(timeout=within)


def question(page, number):
    expect(page.locator("[data-stage=ask] [data-number]")).to_have_text(f"第 {number} 题，共 4 题", timeout=SOON)
    stage(page, "ask")


def tap(page, words):
    page.locator(".quiz-option", has_text=words).click()


def received(page):
    expect(page.locator("[data-said]")).to_have_text("已收到，等大家答完", timeout=SOON)


def entered(players, address):
    """Everybody comes in and waits."""
    for page in players:
        page.goto(address)
        check_page(page)
        page.get_by_role("button", name="进入").click()
        stage(page, "wait")
    check_page(players[1])


def begun(host, address):
    """The host does not wait for the hour."""
    host.goto(f"{address}host")
    check_page(host)
    host.get_by_role("button", name="现在开始").click()


def first_question(bob, wang, screen):
    """Bob is right, Wang is not, the projector says who was first."""
    for page in (bob, wang, screen):
        question(page, 1)
    check_page(bob)
    tap(bob, "七月")
    received(bob)
    tap(wang, "一月")
    received(wang)
    expect(screen.locator("[data-count]")).to_have_text("已有 2 人作答", timeout=SOON)
    stage(bob, "told", within=2 * SOON)
    expect(bob.locator("[data-verdict=right]")).to_be_visible()
    expect(wang.locator("[data-verdict=wrong]")).to_be_visible()
    expect(screen.locator("[data-first]").first).to_contain_text("Bob")
    check_page(bob)


def without_a_network(wang):
    """What is tapped without a network arrives by itself, once."""
    question(wang, 2)
    wang.context.set_offline(True)
    tap(wang, "党课")
    tap(wang, "党员大会")
    wang.get_by_role("button", name="提交").click()
    expect(wang.locator("[data-said]")).to_have_text("正在送出")
    wang.wait_for_timeout(10_000)
    expect(wang.locator("[data-said]")).to_have_text("正在送出")
    wang.context.set_offline(False)
    received(wang)


def killed_in_between(bob, server):
    """The server loses its power between answer and result and comes back: the round goes on."""
    question(bob, 3)
    tap(bob, "正确")
    received(bob)
    server.kill()
    server.start()
    told = bob.locator("[data-stage=told]")
    expect(told.locator("[data-number]")).to_have_text("第 3 题，共 4 题", timeout=2 * SOON)
    expect(told.locator("[data-verdict=right]")).to_be_visible()


def reloaded(bob):
    """Whoever comes back sees the open question with the time that is left."""
    question(bob, 4)
    bob.reload()
    question(bob, 4)
    bob.locator("#quiz-text").fill("23")
    bob.get_by_role("button", name="提交").click()
    received(bob)


def test_an_evening_with_a_player_without_a_network_and_a_server_that_is_killed(evening, phone):
    address = f"/quiz/{evening.round}/"
    host, screen = phone("alice", desktop=True), phone("alice", desktop=True)
    alice, bob, wang = (phone(name) for name in ("alice", "bob", "wang"))
    entered((alice, bob, wang), address)
    screen.goto(f"{address}screen")
    begun(host, address)
    first_question(bob, wang, screen)
    without_a_network(wang)
    killed_in_between(bob, evening.server)
    reloaded(bob)
    for page in (alice, bob, wang):
        stage(page, "over", within=2 * SOON)  # a question and its result take half a minute
    host.goto(f"{address}host")
    host.get_by_role("button", name="公布结果").click()
    for page, right in ((wang, "1 / 4"), (bob, "3 / 4")):
        page.goto(f"{address}result")
        expect(page.locator(".figure").first).to_have_text(right)
    check_page(wang)
    expect(bob.get_by_text("合格，已记入您的时间线")).to_be_visible()
    wang.goto("/quiz/missed")
    expect(wang.locator(".list a")).to_have_count(1)
