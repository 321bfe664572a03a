"""Fixtures for every test: a named world, a fast hasher, and tables that tests may empty."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import django
import hypothesis
import pytest
from django.apps import apps
from django.core import serializers
from django.core.management.color import no_style
from django.db import connection
from django.db.models.signals import post_migrate
from django.test import Client
from playwright.sync_api import Browser, sync_playwright
from tools import messages

from tests.clients import sign_in
from tests.world import World, build_world
from zhibu.realtime import api as realtime


def pytest_configure(config):
    """Pages speak English in some tests; compile translations that changed, once for all workers."""
    if not hasattr(config, "workerinput"):
        messages.compile_stale()


FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # A microphone and a camera that hear and see a test pattern, for voice notes and calls between two pages.
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--allow-loopback-in-peer-connection",
]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Browsers come last: Playwright keeps a loop running in its thread from its first test to its last."""
    items.sort(key=lambda item: item.get_closest_marker("journey") is not None)


# A busy machine draws examples slowly; that says nothing about the code.
hypothesis.settings.register_profile("house", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("house")


@pytest.fixture(autouse=True)
def _quick_settings(settings, tmp_path):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.DELIVER_AT_ONCE = True
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }


@pytest.fixture(scope="session")
def migrated(request, django_db_modify_db_settings) -> Path | str:
    """Where a migrated SQLite database is kept until a migration changes: to migrate takes half a minute.

    On PostgreSQL the name of a template, made by each session.
    """
    if connection.vendor != "sqlite":
        return "migrated"
    sources = sorted(Path("src/zhibu").glob("*/migrations/*.py")) + sorted(Path("src/zhibu/kernel").glob("*.py"))
    seen = hashlib.sha256(django.__version__.encode() + b"".join(path.read_bytes() for path in sources)).hexdigest()
    return Path(request.config.cache.mkdir("migrated")) / f"{seen[:16]}.sqlite3"


@pytest.fixture(scope="session")
def django_db_keepdb(migrated) -> bool:
    """Begin with the kept database when there is one; what is missing in it is migrated."""
    if isinstance(migrated, str) or not migrated.exists():
        return False
    shutil.copyfile(migrated, connection.creation._get_test_db_name())
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, django_db_keepdb, migrated):
    """Keep a database that was migrated, and take from this one what tests cannot work with.

    Emptying tables after a transactional test is a DELETE on SQLite, which append-only tables refuse.

    Their delete triggers are tried by tests/kernel/test_append_only.py, which makes its own.
    """
    with django_db_blocker.unblock():
        if not django_db_keepdb:
            _keep(migrated)
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT name FROM sqlite_master WHERE type='trigger' AND name LIKE '%\\_no\\_DELETE' ESCAPE '\\'"
                )
                for (name,) in cursor.fetchall():
                    cursor.execute(f"DROP TRIGGER {name}")
        _keep_what_migrations_wrote()


def _keep(migrated: Path | str) -> None:
    """Whole or not at all: another run may be looking."""
    if isinstance(migrated, str):
        connection.close()  # nobody may be in a database that is copied
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"CREATE DATABASE {migrated} TEMPLATE {connection.settings_dict['NAME']}")
        return
    unfinished = migrated.with_suffix(f".{os.getpid()}")
    connection.ensure_connection()
    with closing(sqlite3.connect(unfinished)) as copy:
        connection.connection.backup(copy)
    unfinished.rename(migrated)


def _keep_what_migrations_wrote() -> None:
    """Terms, limits, texts: a transactional test empties their tables too, and whoever comes next misses them.

    Emptying ends with post_migrate, as a migration does; there the rows are put back.
    """
    models = [model for model in apps.get_models() if model.__module__.startswith("zhibu.")]
    rows = serializers.serialize("json", [row for model in models for row in model._base_manager.all()])

    def put_back(**_: object) -> None:
        for row in serializers.deserialize("json", rows):
            row.save()
        with connection.cursor() as cursor:  # they bring their numbers; the next one must not be given again
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)

    post_migrate.connect(put_back, sender=apps.get_app_config("kernel"), weak=False)


@pytest.fixture
def world(db) -> World:
    """HQ → branch A → group A1, branch B; Alice secretary of A, Bob in A1, Charlie in B, Dana auditor."""
    return build_world()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The distribution's Chromium, once a session."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    # Playwright's own loop runs in this thread; Django would take the test for asynchronous code.
    os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    assert program, "Install the package chromium (make test does it as root)."
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def as_user(world: World) -> Callable[..., Client]:
    """`as_user("alice")` is a browser in which Alice is signed in; `verified=False` leaves the second factor out."""

    def browser(name: str, *, verified: bool = True) -> Client:
        return sign_in(Client(), world.accounts[name], verified=verified)

    return browser


@pytest.fixture
def published(monkeypatch) -> list[tuple[str, str, dict | None]]:
    """What a test tells the open pages: (topic, event, data) in order, whether or not its transaction commits."""
    told = []
    monkeypatch.setattr(
        realtime, "publish", lambda topic, event="changed", data=None, **_: told.append((topic, event, data))
    )
    return told


@pytest.fixture
def dropped(monkeypatch) -> list[int]:
    """The persons whose streams a test closes, in order."""
    told: list[int] = []
    monkeypatch.setattr(realtime, "drop", told.append)
    return told
