"""Pages: writing with look-alikes first, the office's page, and the number of queries."""

from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.advice import an_office, on_the_board, some_advice
from zhibu.advice import services
from zhibu.advice.models import Advice, Office
from zhibu.kernel.clock import now


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


def written(office, **changes):
    return {"office_id": office.pk, "title": "夜班班车", "text": "夜班下班没有班车，回家要走很远。", "signing": "open",
            "key": str(uuid4())} | changes  # fmt: skip


def test_look_alikes_come_first_and_nothing_typed_is_lost(world, as_user):
    made, charlie = on_the_board(world, at=now()), as_user("charlie")
    sent = written(made.office, text="夜班下班没有班车，回家的路很远。")
    shown = charlie.post(reverse("advice:write"), sent).content.decode()
    assert "已经有人提过类似的意见" in shown
    assert all(words in shown for words in (sent["text"], sent["key"], reverse("advice:advice", args=[made.pk])))
    answer = charlie.post(reverse("advice:write"), sent | {"looked": "on"})
    assert answer.url.startswith("/advice/receipts/")
    assert Advice.objects.count() == 2


def test_a_stranger_writes_without_a_name_and_looks_by_receipt(world):
    office, client = an_office(world), Client()
    assert "公开署名" not in client.get(reverse("advice:write")).content.decode()
    assert client.post(reverse("advice:write"), written(office)).status_code == 422
    answer = client.post(reverse("advice:write"), written(office, signing="anonymous"))
    assert answer.status_code == 302
    page = Client().get(answer.url)
    assert "等待审看" in page.content.decode()
    assert "no-store" in page["Cache-Control"]


def test_the_office_reads_answers_and_names_nobody_who_did_not_wish_it(world, as_user):
    made, alice = some_advice(world, signing="office", at=now()), as_user("alice")
    page = reverse("advice:advice", args=[made.pk])
    assert made.title in alice.get(reverse("advice:desk")).content.decode()
    alice.post(reverse("advice:decide", args=[made.pk]), {"shown": "yes"})
    sent = {"state": "answered", "text": "十二月起加开一班", "key": str(uuid4())}
    for _ in range(2):
        alice.post(reverse("advice:step", args=[made.pk]), sent)
    assert made.steps.count() == 1
    assert "Bob" in alice.get(page).content.decode()
    seen = as_user("charlie").get(page).content.decode()
    assert "十二月起加开一班" in seen
    assert "Bob" not in seen
    assert alice.post(reverse("advice:step", args=[made.pk]), {"state": "adopted"}).status_code == 422


def test_stella_sets_an_office_up_from_the_pages(world, as_user):
    stella = as_user("stella")
    sent = {"organisation_id": world.hq.pk, "name": "后勤", "answer_days": 5, "key": str(uuid4())}
    made = stella.post(reverse("advice:new-office"), sent)
    stella.post(made.url, {"person": "Eve"})
    office = Office.objects.get()
    assert office.officers.get().person == world.person("eve")
    assert stella.post(made.url, {"person": "Nobody"}).status_code == 422
    again = stella.post(reverse("advice:new-office"), sent | {"key": str(uuid4())})
    assert "已经有同名的部门" in again.content.decode()
    changed = {"name": "行政后勤", "answer_days": 7}
    stella.post(reverse("advice:change-office", args=[office.pk]), changed)
    office.refresh_from_db()
    assert (office.name, office.answer_days, office.is_open) == ("行政后勤", 7, False)


def counted(client, address):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow(world, as_user):
    alice, found = as_user("alice"), []
    first = on_the_board(world, at=now())
    pages = ("/advice/", "/advice/desk", reverse("advice:advice", args=[first.pk]))
    for number in (1, 2):
        for _ in range(number):
            made = on_the_board(world, at=now())
            services.support(world.viewer("charlie"), advice_id=made.pk, at=now())
        found.append([counted(alice, address) for address in pages])
    assert found[0] == found[1]
    assert max(found[0]) <= 17
