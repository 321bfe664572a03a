"""Who may open the addresses of advice: the board employees, an office its people, writing without a name everybody."""

from datetime import date
from uuid import uuid4

from django.core.cache import cache

from tests.factories.advice import an_office, on_the_board, some_advice
from zhibu.advice import services
from zhibu.advice.models import Brief, BriefTopic
from zhibu.kernel.clock import now

ALL = {"anonymous": 200, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
SIGNED_IN = ALL | {"anonymous": 302}
POSTED = dict.fromkeys(ALL, 302)
OFFICE = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
OFFICE_POST = OFFICE | {"alice": 302, "stella": 302}
STAFF = OFFICE | {"alice": 404}
STAFF_POST = STAFF | {"stella": 302}


def public(world):
    return {"pk": on_the_board(world, at=now()).pk}


def waiting(world):
    return {"pk": some_advice(world, at=now()).pk}


def receipt(world):
    cache.clear()  # nobody wrote much within the hour
    viewer = world.viewer("bob")
    made = services.write(
        viewer, key=uuid4(), office_id=an_office(world).pk, title="食堂", text="太咸", signing="anonymous", at=now()
    )
    return {"receipt": made.receipt}


def office(world):
    return {"pk": an_office(world).pk}


def officer(world):
    found = an_office(world)
    return {"pk": found.pk, "officer_id": found.officers.get().pk}


def draft(world):
    brief = Brief.objects.create(organisation=world.hq, month=date(2026, 10, 1), state="draft", drawn_at=now())
    BriefTopic.objects.create(brief=brief, number=1, words=["班车"], count=6)
    return {"pk": brief.pk}


def topic(world):
    return draft(world) | {"number": 1}


def words(world):
    return {"state": "answered", "text": "加开一班", "key": str(uuid4())}


def other(world):
    return {"office": an_office(world, name="人力", officer="").pk}


def into(world):
    return {"into": on_the_board(world, name="charlie", at=now()).pk}


ROWS = [
    ("advice:index", {}, "get", SIGNED_IN),
    ("advice:write", {}, "get", ALL),
    ("advice:find", {}, "get", ALL),
    ("advice:receipt", receipt, "get", ALL),
    ("advice:mine", {}, "get", SIGNED_IN),
    ("advice:advice", public, "get", SIGNED_IN),
    ("advice:advice", waiting, "get", OFFICE | {"bob": 200}),
    ("advice:support", public, "post", POSTED | {"bob": 422}),
    ("advice:leave", public, "post", POSTED),
    ("advice:desk", {}, "get", STAFF | {"stella": 404}),
    ("advice:decide", waiting, "post", OFFICE_POST, {"shown": "yes"}),
    ("advice:step", public, "post", OFFICE_POST, words),
    ("advice:move", public, "post", OFFICE_POST, other),
    ("advice:join", public, "post", OFFICE_POST, into),
    ("advice:briefs", {}, "get", SIGNED_IN),
    ("advice:method", {}, "get", SIGNED_IN),
    ("advice:brief", draft, "get", STAFF),
    ("advice:brief-progress", draft, "get", STAFF | {"stella": 204}),
    ("advice:draw", {}, "get", STAFF),
    ("advice:draw", {}, "post", STAFF_POST, lambda world: {"organisation_id": world.hq.pk, "month": "2026-10-01"}),
    ("advice:name-topic", topic, "post", STAFF_POST, {"title": "夜班班车"}),
    ("advice:publish", draft, "post", STAFF_POST),
    ("advice:offices", {}, "get", STAFF),
    ("advice:new-office", {}, "get", STAFF),
    ("advice:office", office, "get", STAFF),
    ("advice:change-office", office, "get", STAFF),
    ("advice:release", officer, "post", STAFF_POST),
]
