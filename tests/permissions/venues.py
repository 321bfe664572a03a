"""Who may open the addresses of venues: halls and codes everybody, rooms employees, the door those who serve it."""

from datetime import timedelta
from uuid import uuid4

from tests.factories.venues import a_group, a_hall, a_remark, a_room, a_slot, a_visit, in_a_while
from zhibu.kernel.clock import now
from zhibu.venues import services

ALL = {"anonymous": 200, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
POSTED = dict.fromkeys(ALL, 302)
SIGNED_IN = ALL | {"anonymous": 302}
SIGNED_IN_POST = POSTED
STAFF = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 200, "dana": 404}
STAFF_POST = STAFF | {"stella": 302}
REASON = {"reason": "请回电"}


def hall(world):
    return {"pk": a_hall(world, at=now()).pk}


def slot(world):
    return {"pk": a_slot(a_hall(world, at=now()), after=now()).pk}


def code(world):
    return {"code": a_visit(a_hall(world, at=now()), at=now()).code}


def visit(world):
    return {"pk": a_visit(a_hall(world, at=now()), at=now()).pk}


def tomorrows(world):
    found = a_hall(world, at=now())
    return {"pk": a_visit(found, at=now(), slot=a_slot(found, after=now() + timedelta(days=1))).pk}


def group(world):
    return {"pk": a_group(a_hall(world, at=now()), at=now()).pk}


def taken(world):
    found = group(world)
    services.take_guiding(world.viewer("alice"), visit_id=found["pk"], at=now())
    return found


def remark(world):
    return {"pk": a_remark(world, a_hall(world, at=now()), at=now()).pk}


def came(world):
    return {"code": a_remark(world, a_hall(world, at=now()), at=now()).visit.code}


def room(world):
    return {"pk": a_room(world, at=now()).pk}


def reservation(world):
    room = a_room(world)
    start, end = in_a_while(room)
    made = services.reserve(
        world.viewer("bob"), key=uuid4(), venue_id=room.pk, starts_at=start, ends_at=end, purpose="班组会",
        at=start.replace(hour=0),
    )  # fmt: skip
    made.ends_at = now().replace(year=2099)
    made.save(update_fields=["ends_at"])
    return {"pk": made.pk}


def counted(world):
    return {"kind": "in", "people": 3, "key": str(uuid4())}


def hours(world):
    found = a_hall(world, at=now())
    return {"pk": found.pk, "hours_id": found.hours.first().pk}


def steward(world):
    found = a_hall(world, at=now())
    stella = world.viewer("stella")
    named = services.name_steward(stella, venue_id=found.pk, person_id=world.person("eve").pk, at=now())
    return {"pk": found.pk, "steward_id": named.pk}


ROWS = [
    ("venues:index", {}, "get", ALL),
    ("venues:venue", hall, "get", ALL),
    ("venues:figures", hall, "get", ALL),
    ("venues:book-of-visitors", hall, "get", ALL),
    ("venues:book", slot, "get", ALL),
    ("venues:find", {}, "get", ALL),
    ("venues:visit", code, "get", ALL),
    ("venues:cancel", code, "post", POSTED),
    ("venues:remark", came, "post", POSTED, {"text": "很受教育"}),
    ("venues:mine", {}, "get", SIGNED_IN),
    ("venues:guiding", {}, "get", SIGNED_IN),
    ("venues:take", group, "post", SIGNED_IN_POST),
    ("venues:leave", taken, "post", SIGNED_IN_POST),
    ("venues:reserve", room, "get", SIGNED_IN),
    ("venues:end", reservation, "post", STAFF | {"bob": 302, "stella": 302}, REASON),
    ("venues:new", {}, "get", STAFF),
    ("venues:desk", hall, "get", STAFF),
    ("venues:desk-state", hall, "get", STAFF),
    ("venues:count", hall, "post", STAFF_POST, counted),
    ("venues:admit", tomorrows, "post", STAFF | {"stella": 422}),
    ("venues:contact", visit, "post", STAFF, REASON),
    ("venues:call-off", visit, "post", STAFF_POST, REASON),
    ("venues:guided", group, "post", STAFF | {"stella": 422}),
    ("venues:calendar", hall, "get", STAFF),
    ("venues:close", hall, "post", STAFF_POST, {"day": "2099-01-01", "reason": "设备检修"}),
    ("venues:reopen", hall, "post", STAFF_POST, {"day": "2099-01-01"}),
    ("venues:remarks", hall, "get", STAFF),
    ("venues:decide", remark, "post", STAFF_POST, {"shown": "yes"}),
    ("venues:manage", hall, "get", STAFF),
    ("venues:change", hall, "get", STAFF),
    ("venues:hours", hall, "get", STAFF),
    ("venues:drop-hours", hours, "post", STAFF_POST),
    ("venues:stewards", hall, "get", STAFF),
    ("venues:release", steward, "post", STAFF_POST),
    ("venues:before", hall, "get", STAFF),
]
