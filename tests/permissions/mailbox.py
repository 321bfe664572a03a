"""Who may open the addresses of the mailbox: writers are nobody in particular; holders read, and nobody else does."""

import json
from uuid import uuid4

from tests.factories.mailbox import Writer, a_box, hold_post, make_key
from zhibu.mailbox.rules import codes
from zhibu.organisations.enums import PostTitle

WHO = ("anonymous", "charlie", "bob", "alice", "stella", "dana")
ALL = dict.fromkeys(WHO, 200)
NOT_THERE = dict.fromkeys(WHO, 404)
NOT_FOR_ANYBODY = NOT_THERE | {"anonymous": 302}
# Dora and Dean hold the mailbox; Alice has become discipline member of her branch and has nothing to read.
NEWCOMER = NOT_FOR_ANYBODY | {"alice": 200}
PLAIN = {"Accept": "text/html"}


def box(world):
    return {"pk": a_box(world).pk}


def letter(world):
    return {"number": Writer().send(a_box(world)).number}


def file(world):
    writer = Writer()
    made = writer.send(a_box(world), files=[b"x"])
    return {"number": made.number, "pk": made.messages.get().attachments.get().pk}


def newcomer(world):
    hold_post(world, "alice", world.branch_a, PostTitle.DISCIPLINE_MEMBER)
    return {}


def waiting_key(world):
    newcomer(world)
    return {"pk": make_key(world, "alice").pk}


def proof(world):
    made = Writer().send(a_box(world))
    return {"number": made.number, "code": codes.check_code(made.number, made.received_on, made.box_id)}


def sealed(world):
    message = Writer().sealed("x")
    return {"body": json.dumps({"key": str(uuid4()), "words": message.words})}


EMPTY = {"body": "{}"}
WRONG = dict.fromkeys(WHO, 404)
ROWS = [
    ("mailbox:index", {}, "get", ALL),
    ("mailbox:how", {}, "get", ALL),
    ("mailbox:figures", {}, "get", ALL),
    ("mailbox:write", box, "get", ALL),
    ("mailbox:poster", box, "get", ALL),
    ("mailbox:recipients", box, "post", ALL, EMPTY),
    ("mailbox:send", box, "post", dict.fromkeys(WHO, 422), EMPTY),
    ("mailbox:people", {}, "post", ALL, EMPTY),
    ("mailbox:back", {}, "get", ALL),
    ("mailbox:back-answer", {}, "post", WRONG),
    ("mailbox:back-file", {"pk": 1}, "post", WRONG),
    ("mailbox:thread", {}, "post", WRONG, EMPTY),
    ("mailbox:answer", {}, "post", dict.fromkeys(WHO, 404), sealed),
    ("mailbox:file", {"pk": 1}, "post", WRONG, EMPTY),
    ("mailbox:reseal", {}, "post", WRONG, EMPTY),
    ("mailbox:proof", {}, "post", WRONG),
    ("mailbox:verify", proof, "get", ALL),
    ("mailbox:inbox", newcomer, "get", NEWCOMER),
    ("mailbox:letter", letter, "get", NOT_FOR_ANYBODY),
    ("mailbox:open", letter, "post", NOT_FOR_ANYBODY, EMPTY),
    ("mailbox:letter-file", file, "get", NOT_FOR_ANYBODY),
    ("mailbox:reply", letter, "post", NOT_FOR_ANYBODY, sealed),
    ("mailbox:note", letter, "post", NOT_FOR_ANYBODY, sealed),
    ("mailbox:mark", letter, "post", NOT_FOR_ANYBODY, {"body": '{"state": "asked"}'}),
    ("mailbox:close", letter, "post", NOT_FOR_ANYBODY, sealed),
    ("mailbox:keys", newcomer, "get", NEWCOMER),
    ("mailbox:key-make", newcomer, "post", NOT_FOR_ANYBODY | {"alice": 422}, {"body": '{"opened_by": {}}'}),
    ("mailbox:key-rewrap", waiting_key, "post", NOT_FOR_ANYBODY | {"alice": 422}, {"body": '{"opened_by": {}}'}),
    ("mailbox:key-confirm", waiting_key, "post", NOT_FOR_ANYBODY | {"alice": 422}),
    ("mailbox:key-retire", waiting_key, "post", NOT_FOR_ANYBODY | {"alice": 302}),
    ("mailbox:key-owed", waiting_key, "get", NOT_FOR_ANYBODY),
    ("mailbox:box", newcomer, "get", NEWCOMER),
    ("mailbox:box-close", box, "post", NOT_FOR_ANYBODY),
]
