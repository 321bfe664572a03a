"""Who may open the addresses of transfers: the member, the two branches, the committees above them."""

from uuid import uuid4

from tests.factories.transfers import (
    a_batch,
    a_move,
    a_stay,
    approved,
    away,
    coming_in,
    confirmed,
    going_out,
    with_secretary_of_b,
)
from tests.factories.transfers import on_the_way as on_the_way_out
from tests.world import NOW
from zhibu.transfers import services

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
OUTSIDERS = {"anonymous": 302, "charlie": 404, "bob": 422, "alice": 422, "stella": 422, "dana": 404}
SIDES = OUTSIDERS | {"bob": 200, "alice": 200, "stella": 200}


def asked(world):
    return {"pk": a_move(world).pk}


def act(name, make=a_move):
    return lambda world: {"pk": make(world).pk, "act": name}


def on_the_way(world):
    return confirmed(world, a_move(world))


def to_receive(world):
    return approved(with_secretary_of_b(world), a_move(world))


def new(world):
    return {"to_branch": world.branch_b.pk, "ground": "unit_changed", "key": str(uuid4()), "who": "Bob"}


ROWS = [
    ("transfers:index", {}, "get", EVERYBODY),
    ("transfers:choose", {}, "get", EVERYBODY),
    ("transfers:start", {"kind": "internal_move"}, "get", EVERYBODY),
    ("transfers:start", {"kind": "internal_move"}, "post", EVERYBODY | {"charlie": 422, "bob": 302, "alice": 302,
                                                                        "stella": 302, "dana": 422}, new),
    ("transfers:transfer", asked, "get", SIDES),
    ("transfers:state", asked, "get", SIDES),
    ("transfers:act", act("confirm"), "post", OUTSIDERS | {"alice": 302, "stella": 302}, {"paid_through": "2026-10"}),
    ("transfers:act", act("approve", on_the_way), "post", OUTSIDERS | {"stella": 302}),
    ("transfers:act", act("receive", to_receive), "post", OUTSIDERS | {"charlie": 302, "stella": 302}),
    ("transfers:act", act("hold"), "get", OUTSIDERS | {"alice": 200, "stella": 200}),
    ("transfers:act", act("reject"), "get", OUTSIDERS | {"alice": 200, "stella": 200}),
    ("transfers:act", act("resume"), "get", OUTSIDERS),
    ("transfers:act", act("withdraw"), "post", OUTSIDERS | {"bob": 302, "alice": 302, "stella": 302}),
]  # fmt: skip


def out(make=None):
    def letter(world):
        return {"pk": on_the_way_out(world).letters.get().pk}

    return letter


COMMITTEE = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 200, "dana": 404}
SENT = OUTSIDERS | {"charlie": 404}


def leaving(name):
    return lambda world: {"pk": on_the_way_out(world).pk, "act": name}


def ready(world):
    return {"pk": approved(world, going_out(world)).pk, "act": "issue"}


def arrived(world):
    return {"pk": coming_in(world).pk, "act": "assign"}


def checkable(world):
    return {"code": on_the_way_out(world).letters.get().code}


ROWS += [
    ("transfers:letters", {}, "get", COMMITTEE),
    ("transfers:head", {}, "get", COMMITTEE),
    ("transfers:register", {}, "get", COMMITTEE),
    ("transfers:peers", {}, "get", COMMITTEE),
    ("transfers:inbox", {}, "post", dict.fromkeys(COMMITTEE, 403)),
    ("transfers:letter", out(), "post", COMMITTEE | {"bob": 200}),
    ("transfers:act", ready, "post", OUTSIDERS | {"stella": 302}, {"valid_days": 30}),
    ("transfers:act", leaving("depart"), "post", OUTSIDERS | {"bob": 302, "stella": 302}),
    ("transfers:act", leaving("receipt"), "get", OUTSIDERS | {"stella": 200}),
    ("transfers:act", leaving("lose"), "get", OUTSIDERS | {"bob": 200, "stella": 200}),
    ("transfers:act", leaving("reissue"), "get", OUTSIDERS),
    ("transfers:act", arrived, "post", COMMITTEE | {"alice": 302, "stella": 302}),
    ("verify", checkable, "get", {"anonymous": 200, "charlie": 200, "bob": 200, "alice": 200, "stella": 200,
                                  "dana": 200}),
]  # fmt: skip


def asked_stay(world):
    return {"pk": a_stay(world).pk}


def on_stay(act):
    return lambda world: {"pk": away(world).pk, "act": act}


THREE = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 200, "stella": 200, "dana": 404}

ROWS += [
    ("transfers:stays", {}, "get", EVERYBODY),
    ("transfers:start-stay", {"kind": "abroad"}, "get", EVERYBODY),
    ("transfers:stay", asked_stay, "get", THREE),
    ("transfers:stay-paper", asked_stay, "post", OUTSIDERS),
    ("transfers:stay-paper", lambda world: {"pk": away(world).pk}, "post", THREE),
    ("transfers:act-stay", lambda world: {"pk": a_stay(world).pk, "act": "issue"}, "post", OUTSIDERS | {"stella": 302}),
    ("transfers:act-stay", on_stay("note"), "get", OUTSIDERS | {"alice": 200, "stella": 200}),
    ("transfers:act-stay", on_stay("end"), "get", THREE),
]


def listed(world):
    return {"pk": a_batch(world, inside=True).pk}


def printed(world):
    batch = a_batch(world)
    services.work_on_batches(at=NOW)
    return {"pk": batch.pk, "number": 1}


def to_take(world):
    batch = a_batch(with_secretary_of_b(world), inside=True)
    services.work_on_batches(at=NOW)
    return {"pk": batch.pk}


ROWS += [
    ("transfers:batches", {}, "get", COMMITTEE | {"alice": 200}),
    ("transfers:batch", listed, "get", COMMITTEE),
    ("transfers:batch-progress", listed, "get", COMMITTEE),
    ("transfers:batch-receive", to_take, "post", COMMITTEE | {"charlie": 302, "stella": 302}),
    ("transfers:batch-sheets", printed, "post", COMMITTEE),
]
