"""Each family of backends keeps one contract; an unknown scheme stops the start with the known ones."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from zhibu.config import backends

FAMILIES = {
    backends.database: ["sqlite:///tmp/x.sqlite3", "postgres://u:p%40w@h:5433/n"],
    backends.cache: ["locmem://", "redis://127.0.0.1:6379/0", "dummy://"],
    backends.tasks: ["inline://", "db://", "redis://127.0.0.1:6379/0"],
    backends.realtime: ["memory://", "unix:///run/zhibu.sock", "redis://127.0.0.1:6379/0"],
    backends.storage: ["file:///srv/media"],
    backends.email: ["console://", "memory://", "smtp://u:p@mail.example.invalid:587"],
}
CASES = [(family, url) for family, urls in FAMILIES.items() for url in urls]


@pytest.mark.parametrize(("family", "url"), CASES, ids=lambda value: getattr(value, "__name__", value))
def test_every_known_scheme_gives_a_setting(family, url, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert isinstance(family(url), dict)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.__name__)
def test_an_unknown_scheme_names_the_known_ones(family):
    with pytest.raises(ImproperlyConfigured, match=r"unknown scheme 'carrier-pigeon'\. Known: \w+://"):
        family("carrier-pigeon://coop")


def test_a_password_may_hold_any_character():
    assert backends.database("postgres://u:p%40w@h:5433/n")["PASSWORD"] == "p@w"


def test_sqlite_takes_the_write_lock_at_the_start():
    assert backends.database("sqlite:///:memory:")["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_an_unknown_way_of_paying_stops_the_start():
    assert backends.gateways(["trial"]) == ["trial"]
    with pytest.raises(ImproperlyConfigured, match=r"unknown trail\. Known: trial"):
        backends.gateways(["trial", "trail"])
