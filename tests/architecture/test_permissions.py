"""The permission table: every address × six people → status. An address without a row fails."""

from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.clients import sign_in
from tests.world import World

PEOPLE = ("anonymous", "charlie", "bob", "alice", "stella", "dana")
FILES = sorted(Path(__file__).parent.parent.joinpath("permissions").glob("[a-z]*.py"))
ROWS = [row for file in FILES for row in import_module(f"tests.permissions.{file.stem}").ROWS]


def names(patterns, namespace: str = "") -> Iterator[str]:
    """Every named address of the product; the back office has its own test."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and pattern.app_name != "admin":
            inner = f"{pattern.namespace}:" if pattern.namespace else ""
            yield from names(pattern.url_patterns, namespace + inner)
        elif isinstance(pattern, URLPattern):
            yield namespace + (pattern.name or f"(no name) {pattern.pattern}")


def test_every_address_stands_in_the_table():
    known = {row[0] for row in ROWS}
    assert sorted(set(names(get_resolver().url_patterns)) - known) == []


def test_the_table_names_no_address_that_is_gone():
    assert sorted({row[0] for row in ROWS} - set(names(get_resolver().url_patterns))) == []


def client_of(world: World, name: str) -> Client:
    client = Client()
    if name != "anonymous":
        sign_in(client, world.accounts[name])
    return client


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[2]} {row[0]}")
def test_people_get_what_the_table_says(row, world: World):
    assert set(row[3]) == set(PEOPLE)
    assert {who: status_for(world, who, row) for who in PEOPLE} == row[3]


POSTED = {row[0] for row in ROWS if row[2] == "post"}


@pytest.mark.parametrize(
    "row", [row for row in ROWS if row[2] == "get" and row[0] not in POSTED], ids=lambda row: row[0]
)
def test_who_may_not_open_a_page_may_not_send_its_form(row, world: World):
    sent = (row[0], row[1], "post")
    shut_out = [who for who, status in row[3].items() if status in (302, 404)]
    answers = {who: status_for(world, who, sent) for who in shut_out}
    assert {who: status for who, status in answers.items() if status not in (row[3][who], 405)} == {}


def status_for(world: World, who: str, row: tuple) -> int:
    """What one person gets; whatever the request changed is undone for the next."""
    name, arguments, method = row[:3]
    data = row[4] if len(row) > 4 else {}
    with transaction.atomic():
        kwargs = arguments(world) if callable(arguments) else arguments
        body = data(world) if callable(data) else data
        status = getattr(client_of(world, who), method)(reverse(name, kwargs=kwargs), body).status_code
        transaction.set_rollback(True)
    return status
