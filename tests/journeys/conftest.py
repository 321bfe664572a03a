"""Browsers: a phone that speaks Chinese, on a live server, checked by axe."""

import secrets
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.clients import sign_in
from tests.world import World, add_organisation, add_person
from zhibu.members.enums import Role
from zhibu.members.models import Account, RoleGrant
from zhibu.organisations.enums import Kind

# How a page looks does not depend on the database; the ways through it do.
LOOKS = ["test_looks.py", "test_looks_mailbox.py", "test_looks_services.py", "test_looks_together.py"]
collect_ignore = [] if connection.vendor == "sqlite" else LOOKS

# A machine that runs two suites at once answers late; that says nothing about the page.
expect.set_options(timeout=20_000)

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = ROOT / "node_modules/axe-core/axe.min.js"
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True, "locale": "zh-CN"}
DESKTOP = {"viewport": {"width": 1440, "height": 900}, "locale": "zh-CN"}


@pytest.fixture(scope="session")
def live_server() -> Iterator[LiveServer]:
    """The product on a port, with its styles and scripts: pytest-django looks for their app under its plain name."""
    server = LiveServer("localhost", start=False)
    server.thread.static_handler = StaticFilesHandler
    server.start()
    yield server
    server.stop()


@pytest.fixture
def blank(migrated: Path | str, django_db_setup, django_db_blocker) -> Iterator[Callable[[Path], str]]:
    """`blank(folder)` is the DATABASE_URL of a migrated database of a server process, of the kind this worker tests."""
    made: list[str] = []

    def copied(folder: Path) -> str:
        if isinstance(migrated, Path):
            shutil.copyfile(migrated, folder / "zhibu.sqlite3")
            return f"sqlite:///{folder}/zhibu.sqlite3"
        made.append(f"served_{secrets.token_hex(4)}")
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {migrated}")
        at = connection.settings_dict
        return f"postgres://{at['USER']}:{at['PASSWORD']}@{at['HOST']}:{at['PORT']}/{made[-1]}"

    yield copied
    for name in made:
        with django_db_blocker.unblock(), connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def beginning(db) -> World:
    """An organisation on its first day: a committee, Stella of party affairs, and nobody else."""
    hq = add_organisation(None, "集团党委", Kind.PARTY_COMMITTEE)
    world = World(hq, hq, hq, hq, {}, {})
    add_person(world, "stella")
    grant = {"role": Role.PARTY_AFFAIRS, "organisation": hq, "started_on": date(2025, 1, 6), "granted_by": "world"}
    RoleGrant.objects.create(account=world.accounts["stella"], **grant)
    return world


@pytest.fixture
def browse(chromium: Browser, live_server) -> Iterator[Callable[..., Page]]:
    """`browse(account)` is a new phone (or `desktop=True`) in which the account is signed in."""
    opened: list[BrowserContext] = []

    def open_for(account: Account | None = None, *, desktop: bool = False, verified: bool = True, **options) -> Page:
        context = chromium.new_context(base_url=live_server.url, **(DESKTOP if desktop else PHONE), **options)
        opened.append(context)
        context.set_default_timeout(30_000)
        if account is not None:
            enter(context, account, live_server.url, verified=verified)
        return context.new_page()

    yield open_for
    for context in opened:
        context.close()


@pytest.fixture
def phones(chromium: Browser) -> Iterator[Callable[..., Page]]:
    """`phones("bob", served)` is Bob's on a server process of its own; its console may not complain."""
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def open_for(name: str, served: SimpleNamespace, *, desktop: bool = False) -> Page:
        context = chromium.new_context(base_url=served.url, **(DESKTOP if desktop else PHONE))
        opened.append(context)
        context.set_default_timeout(30_000)
        context.add_cookies([{"name": "zhibu_session", "value": served.sessions[name], "url": served.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(f"{name}: {error}"))
        return page

    yield open_for
    for context in opened:
        context.close()
    assert complaints == []


def enter(context: BrowserContext, account: Account, url: str, *, verified: bool) -> None:
    """Put a session of the account into the browser."""
    client = sign_in(Client(), account, verified=verified)
    name = settings.SESSION_COOKIE_NAME
    context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": url}])


def check_page(page: Page) -> None:
    """No axe violation of WCAG 2.1 A and AA, nothing wider than the screen; once, on SQLite."""
    if connection.vendor != "sqlite":
        return
    page.evaluate(AXE.read_text())
    found = page.evaluate(
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
        ".then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n => n.target.join(' ')).slice(0, 3).join(', ')))"
    )
    assert found == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth + 1"), (
        f"{page.url} scrolls sideways"
    )
