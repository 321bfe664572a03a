"""Pages: what strangers and stewards see, nothing typed is lost, and the number of queries."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.venues import NOBODY, a_group, a_hall, a_room, a_slot, a_visit
from zhibu.kernel.clock import local_date, now
from zhibu.venues.models import Passage, Reservation, Visit
from zhibu.venues.queries import venues


@pytest.fixture(autouse=True)
def _no_counts():
    cache.clear()


@pytest.fixture
def hall(world):
    return a_hall(world, at=now())


@pytest.fixture
def slot(hall):
    return a_slot(hall, after=now())


def booking(**changes):
    return {"people": "2", "contact_name": "王女士", "contact_phone": "", "key": str(uuid4())} | changes


def test_a_stranger_books_sees_the_code_and_cancels(hall, slot):
    client = Client()
    page = client.get(reverse("venues:venue", args=[hall.pk])).content.decode()
    assert reverse("venues:book", args=[slot.pk]) in page
    assert 'class="tabs"' not in page
    answer = client.post(reverse("venues:book", args=[slot.pk]), booking())
    visit = Visit.objects.get()
    assert answer.url == reverse("venues:visit", args=[visit.code])
    shown = Client().get(answer.url)
    assert visit.shown_code in shown.content.decode()
    assert "no-store" in shown["Cache-Control"]
    Client().post(reverse("venues:cancel", args=[visit.code]))
    assert Visit.objects.get().state == "cancelled"


def test_what_was_typed_stays_and_what_is_missing_is_said(slot):
    sent = booking(people="9", contact_name="王女士", contact_phone="123")
    answer = Client().post(reverse("venues:book", args=[slot.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(words in page for words in ("王女士", "11 位手机号", "散客一次最多 5 人"))


def test_a_second_tap_books_nothing_more(slot):
    sent = booking()
    for _ in range(2):
        Client().post(reverse("venues:book", args=[slot.pk]), sent)
    assert Visit.objects.count() == 1


def test_a_wrong_code_says_what_to_check(db):
    answer = Client().get(reverse("venues:visit", args=["AAAAAAAAAA"]))
    assert answer.status_code == 404
    assert "请核对预约码" in answer.content.decode()


def test_a_name_is_shown_to_the_door_and_not_to_other_employees(hall, slot, as_user):
    visit = a_visit(hall, slot=slot, at=now())
    desk = as_user("stella").get(reverse("venues:calendar", args=[hall.pk])).content.decode()
    assert "散客" in desk
    assert all("王女士" not in page for page in (desk, _page(as_user("bob"), "venues:visit", visit.code)))
    contact = as_user("stella").post(reverse("venues:contact", args=[visit.pk]), {"reason": "改时间"})
    assert "13900000000" in contact.content.decode()


def _page(client, name, *args):
    return client.get(reverse(name, args=args)).content.decode()


def test_the_steward_lets_in_from_the_page_of_the_code(world, hall, as_user, monkeypatch):
    visit = a_visit(hall, slot=a_slot(hall, after=now()), at=now())
    assert "门口放行" not in _page(as_user("bob"), "venues:visit", visit.code)
    assert "门口放行" in _page(as_user("stella"), "venues:visit", visit.code)
    monkeypatch.setattr("zhibu.venues.views.desk.now", lambda: visit.starts_at)
    as_user("stella").post(reverse("venues:admit", args=[visit.pk]), {"people": "3", "key": str(visit.key)})
    assert Passage.objects.get().people == 3
    written = Client().post(reverse("venues:remark", args=[visit.code]), {"text": "很受教育", "signature": "一位市民"})
    assert written.status_code == 302


def test_the_door_counts_twice_the_same_tap_once(hall, as_user):
    sent = {"kind": "in", "people": "5", "key": str(uuid4())}
    for _ in range(2):
        as_user("stella").post(reverse("venues:count", args=[hall.pk]), sent)
    assert Passage.objects.get().people == 5
    assert as_user("stella").post(reverse("venues:count", args=[hall.pk]), {"kind": "in"}).status_code == 422


def test_a_room_that_is_taken_says_so_beside_the_time(world, as_user):
    room, day = a_room(world, at=now()), local_date(now()) + timedelta(days=2)
    sent = {"starts_at": f"{day}T09:00", "ends_at": f"{day}T10:00", "purpose": "班组会", "key": str(uuid4())}
    assert as_user("bob").post(reverse("venues:reserve", args=[room.pk]), sent).status_code == 302
    answer = as_user("eve").post(reverse("venues:reserve", args=[room.pk]), sent | {"key": str(uuid4())})
    assert answer.status_code == 422
    assert all(words in answer.content.decode() for words in ("已经有人预约了", "班组会"))
    assert Reservation.objects.count() == 1


def test_stella_sets_a_hall_up_from_the_pages(world, as_user):
    stella = as_user("stella")
    sent = {"kind": "hall", "name": "新馆", "organisation_id": world.hq.pk, "days_ahead": 7, "most_guests": 5,
            "is_open": "on", "key": str(uuid4())}  # fmt: skip
    made = stella.post(reverse("venues:new"), sent)
    hours = {"weekdays": ["1", "2", "3", "4", "5", "6", "7"], "opens": "09:00", "closes": "12:00", "slot_minutes": 60,
             "capacity": 20}  # fmt: skip
    stella.post(made.url.replace("manage", "hours"), hours)
    stella.post(made.url.replace("manage", "stewards"), {"person": "Eve"})
    stella.post(
        made.url.replace("manage", "before"), {"people": 100, "day": "2026-01-01", "note": "账本", "key": uuid4()}
    )
    hall = venues.venues(NOBODY).get()
    assert (hall.hours.count(), hall.stewards.get().person, hall.passages.get().people) == (7, world.person("eve"), 100)
    assert venues.days(hall, at=now())
    assert stella.post(made.url.replace("manage", "stewards"), {"person": "Nobody"}).status_code == 422


def test_what_was_carried_over_wrongly_is_taken_back_on_the_same_page(hall, as_user):
    stella, page = as_user("stella"), reverse("venues:before", args=[hall.pk])
    said = {"day": "2026-01-01", "note": "账本"}
    assert stella.post(page, said | {"people": 30_000, "key": str(uuid4())}).status_code == 302
    assert stella.post(page, said | {"people": -10, "note": "多抄一页", "key": str(uuid4())}).status_code == 302
    assert sum(hall.passages.values_list("people", flat=True)) == 29_990
    answer = stella.post(page, said | {"people": 0, "key": str(uuid4())})
    assert (answer.status_code, "账本" in answer.content.decode()) == (422, True)


def test_days_beyond_any_calendar_break_nothing(hall, as_user):
    stella = as_user("stella")
    for day in ("0001-01-01", "9999-12-31", "x"):
        assert stella.get(reverse("venues:calendar", args=[hall.pk]), {"from": day}).status_code == 200
        assert Client().get(reverse("venues:venue", args=[hall.pk]), {"day": day}).status_code == 200
        assert stella.post(reverse("venues:reopen", args=[hall.pk]), {"day": day}).status_code == 302


def counted(client, address):
    """How many queries a page takes."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def test_queries_do_not_grow(world, hall, as_user):
    stella, stranger = as_user("stella"), Client()
    pages = [(stella, reverse(f"venues:{name}", args=[hall.pk])) for name in ("desk", "calendar", "figures", "remarks")]
    pages += [
        (stella, "/venues/guiding"),
        (stella, "/venues/mine"),
        (stranger, reverse("venues:venue", args=[hall.pk])),
    ]
    found = []
    for number in (1, 2):
        for _ in range(number):
            a_group(hall, people=3, slot=a_slot(hall, after=now()), at=now())
        found.append([counted(client, address) for client, address in pages])
    assert found[0] == found[1]
    assert max(found[0]) <= 12
