"""Steps that people take in several journeys. Every page met is checked by axe."""

from contextlib import suppress
from datetime import datetime, timedelta

from playwright.sync_api import Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from tests.journeys.conftest import check_page
from tests.members.accounts import PASSWORD, code_of, give_device, give_password
from zhibu.kernel.clock import SHANGHAI, local_date, now
from zhibu.members.models import Account, Person
from zhibu.members.services.accounts import create_account
from zhibu.members.services.posts import appoint

# A link that opens a page, or the button of a form that goes out as a whole and is filled in.
LEAVES = """e => !e.closest('[hx-get], [hx-post], [hx-boost]')
  && !e.closest('form')?.matches('[hx-get], [hx-post], [hx-boost]')
  && (e.tagName === 'A' ? !e.hasAttribute('download') : e.type === 'submit' && !!e.form && e.form.checkValidity())"""


def visit(page: Page, url: str) -> None:
    """Open an address and look at the page."""
    answer = page.goto(url)
    assert answer is not None
    assert answer.ok, f"{url} answered {answer.status}"
    check_page(page)


def press(page: Page, name: str) -> None:
    """Press the button of that name and look at the page that follows."""
    go(page, page.get_by_role("button", name=name, exact=True).first)
    check_page(page)


def follow(page: Page, name: str) -> None:
    """Tap the link and look at the page that follows."""
    go(page, page.get_by_role("link", name=name).first)
    check_page(page)


def go(page: Page, element: Locator) -> None:
    """Tap it, and be where it leads: what is done next must not overtake the server."""
    element.wait_for()
    if not element.evaluate(LEAVES):
        element.click()
        return
    with suppress(PlaywrightTimeout), page.expect_navigation(timeout=5_000):  # a script may have kept the page
        element.click()
    page.wait_for_load_state()


def log_in(page: Page, account: Account) -> None:
    """The password, then the authenticator's digits."""
    give_password(account)
    device = give_device(account)
    visit(page, "/login")
    page.get_by_label("工号、手机号或用户名").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    press(page, "登录")
    if "/me/notices" in page.url:  # what is done with one's data, shown once
        press(page, "我已阅读，继续")
    page.get_by_label("6 位验证码").fill(code_of(device))
    press(page, "确认")
    expect(page.get_by_role("heading", level=1)).to_contain_text("您好")


def account_of(world, person: Person) -> Account:
    """An account for somebody whom the roster brought."""
    stella = world.viewer("stella")
    return create_account(stella, person_id=person.pk, username=f"p{person.pk}", password=PASSWORD, at=now())


def give_post(world, person: Person, branch, title: str) -> None:
    """The level above enters a post that was taken up half a year ago."""
    since = local_date(now()) - timedelta(days=180)
    appoint(
        world.viewer("stella"), person_id=person.pk, organisation_id=branch.pk, title=title, started_on=since, at=now()
    )


def typed(moment: datetime) -> str:
    """A moment as the phone's picker sends it."""
    return moment.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")
