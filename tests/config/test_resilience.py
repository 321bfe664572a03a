"""The database is full, held by somebody, or away: nothing half done, a clear sentence, and then it goes on."""

import socket
import sqlite3

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client

from tests.clients import sign_in
from tests.world import World
from zhibu.notify.models import Wish
from zhibu.organisations.models import TermRule

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = {"address": "bob@example.invalid"}


@pytest.fixture
def bob(world: World) -> Client:
    client = sign_in(Client(raise_request_exception=False), world.accounts["bob"])
    client.get("/messages/wish")  # the session is in the cache from here on
    return client


@pytest.fixture
def trouble(tmp_path):
    """The worst that can happen to the database of this run: SQLite's file held by another, PostgreSQL away."""
    return HeldFile() if connection.vendor == "sqlite" else CutLine()


def test_a_database_in_trouble_is_said_so_and_comes_back(bob: Client, trouble):
    with trouble:
        response = bob.post("/messages/wish", ADDRESS)
        assert (response.status_code, response["Retry-After"]) == (503, "3")
        assert "没有保存" in response.content.decode()
    assert Wish.objects.count() == 0
    assert bob.post("/messages/wish", ADDRESS).status_code == 302
    assert Wish.objects.get().address == ADDRESS["address"]


def test_health_follows_the_database(client: Client, trouble):
    assert client.get("/healthz").status_code == 200
    with trouble:
        assert client.get("/healthz").json()["database"] == ("ok" if trouble.still_reads else "OperationalError")
    assert client.get("/healthz").status_code == 200


# PostgreSQL answers a full disk with the same OperationalError that the tests above bring about.
if connection.vendor == "sqlite":

    def test_a_full_disk_loses_nothing_that_was_there(world: World, bob: Client):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM")  # what earlier tests deleted would be room to write in
            cursor.execute("PRAGMA page_count")
            cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        try:
            long = {"address": "b" * 60 + "@example.invalid"}
            answers = {bob.post("/messages/wish", long | {"n": n}).status_code for n in range(3)}
            many = [Wish(person=world.person("bob"), channel=f"c{n}", address="x" * 120) for n in range(500)]
            with pytest.raises(Exception, match="full"):
                Wish.objects.bulk_create(many)
        finally:
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA max_page_count = 1073741823")
        assert answers <= {302, 503}
        assert Wish.objects.filter(channel__startswith="c").count() == 0
        assert bob.post("/messages/wish", ADDRESS).status_code == 302


def test_what_migrations_wrote_outlives_the_emptying_of_tables():
    before = set(TermRule.objects.values_list("kind", "years"))
    call_command("flush", interactive=False, verbosity=0)
    assert before
    assert set(TermRule.objects.values_list("kind", "years")) == before


class HeldFile:
    """Another program holds the write lock of the SQLite file."""

    still_reads = True

    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA busy_timeout = 50")
        self.other = sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)
        self.other.execute("BEGIN IMMEDIATE")

    def __exit__(self, *_: object) -> None:
        self.other.execute("ROLLBACK")
        self.other.close()
        connection.close()


class CutLine:
    """The line to PostgreSQL is cut: our own relay in between stops."""

    still_reads = False

    def __init__(self) -> None:
        self.target = (connection.settings_dict["HOST"], int(connection.settings_dict["PORT"]))

    def __enter__(self) -> None:
        connection.close()
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            connection.settings_dict["PORT"] = str(probe.getsockname()[1])

    def __exit__(self, *_: object) -> None:
        connection.close()
        connection.settings_dict["PORT"] = str(self.target[1])
