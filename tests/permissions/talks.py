"""Who may open the addresses of talks: the branch its draws, the two their talk, nobody else anything of it."""

from datetime import timedelta
from uuid import uuid4

from tests.factories.talks import AFTER, a_drawn_talk, a_time, an_hour
from zhibu.kernel.clock import now
from zhibu.talks import services

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
HEADS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 404, "dana": 404}
BRANCH_A = HEADS | {"bob": 200}
THE_TWO = BRANCH_A
THE_TWO_POST = HEADS | {"bob": 302, "alice": 302}
READERS = HEADS | {"stella": 200}
# An hour before the moment: the branch is told to wait, strangers learn nothing.
TOO_EARLY = HEADS | {"bob": 422, "alice": 422}
KEY = "A" * 87 + "="


def soon(world):
    return {"pk": a_time(world, moment=now() + timedelta(hours=1), at=now()).pk}


def talk(world):
    return {"pk": a_drawn_talk(world).pk}


def hour(world):
    return {"pk": an_hour(world, at=now()).pk}


def promise(world):
    made = services.undertake(
        world.viewer("alice"), talk_id=talk(world)["pk"], key=uuid4(), text="换班", owner="guest", at=AFTER,
        due_on=AFTER.date().replace(year=2099),
    )  # fmt: skip
    return {"pk": made.pk}


def promised(world):
    return {"key": str(uuid4()), "text": "换班", "owner": "host", "due_on": "2099-01-01"}


ROWS = [
    ("talks:index", {}, "get", EVERYBODY),
    ("talks:how", {}, "get", EVERYBODY),
    ("talks:reach", {}, "get", READERS),
    ("talks:announce", {}, "get", HEADS),
    ("talks:time", soon, "get", BRANCH_A),
    ("talks:time-state", soon, "get", BRANCH_A),
    ("talks:join", soon, "post", HEADS | {"bob": 302, "alice": 422}),
    ("talks:shake", soon, "post", TOO_EARLY),
    ("talks:draw", soon, "post", HEADS | {"alice": 422}),
    ("talks:move", soon, "get", HEADS),
    ("talks:cancel", soon, "post", HEADS | {"alice": 302}),
    ("talks:offer", {}, "get", HEADS),
    ("talks:book", hour, "post", HEADS | {"bob": 302, "alice": 422}),
    ("talks:close", hour, "post", HEADS | {"alice": 302}),
    ("talks:talk", talk, "get", THE_TWO),
    ("talks:talk-state", talk, "get", THE_TWO),
    ("talks:confirm", talk, "post", THE_TWO_POST),
    ("talks:decline", talk, "post", THE_TWO_POST),
    ("talks:postpone", talk, "get", THE_TWO),
    ("talks:undertake", talk, "post", THE_TWO_POST, promised),
    ("talks:finish", promise, "post", HEADS | {"bob": 302, "alice": 404}),
    ("talks:shorten", talk, "post", THE_TWO_POST, {"keep_until": "2026-11-21"}),
    ("talks:keys", talk, "get", THE_TWO),
    ("talks:keys", talk, "post", THE_TWO, {"public": KEY}),
    ("talks:messages", talk, "get", THE_TWO),
    ("talks:messages", talk, "post", HEADS | {"bob": 422, "alice": 422}),
    ("talks:signal", talk, "post", THE_TWO, {"sealed": "c2VhbGVk"}),
]
