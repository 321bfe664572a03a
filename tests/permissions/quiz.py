"""Who may open the addresses of the contest: members on the roll below the organisation, officers for hosting."""

from datetime import timedelta
from uuid import uuid4

from tests.factories.quiz import RIGHT, a_round, entered, in_state
from tests.world import NOW
from zhibu.kernel.clock import now
from zhibu.quiz.enums import State
from zhibu.quiz.models import Evening

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
MEANT = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
# Stella sees it from above but is not of branch A.
MEANT_POST = {"anonymous": 302, "charlie": 404, "bob": 302, "alice": 302, "stella": 422, "dana": 404}
HOSTS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
HOSTS_POST = HOSTS | {"alice": 302, "stella": 302}


def sealed(world):
    return {"pk": a_round(world, at=now()).pk}


def on(world):
    made = a_round(world, at=now() - timedelta(hours=1, seconds=5))
    entered(world, made, "alice", "bob")
    return {"pk": made.pk, "number": 1}


def over(world):
    return {"pk": in_state(world, State.PUBLISHED).pk}


def planned(world):
    return {"pk": a_round(world, sealed=False, at=now()).pk}


def chosen(world):
    return {"question": [1]}


def an_evening(world):
    made = Evening.objects.create(organisation=world.branch_a, title="每晚五题", created_by="Alice", created_at=NOW)
    return {"pk": made.pk}


ROWS = [
    ("quiz:index", {}, "get", SIGNED_IN),
    ("quiz:fairness", {}, "get", SIGNED_IN),
    ("quiz:missed", {}, "get", SIGNED_IN),
    ("quiz:new", {}, "get", HOSTS),
    ("quiz:evening", {}, "get", HOSTS),
    ("quiz:stop-evening", an_evening, "post", HOSTS_POST),
    ("quiz:round", sealed, "get", MEANT),
    ("quiz:enter", sealed, "post", MEANT_POST),
    ("quiz:state", sealed, "get", MEANT),
    ("quiz:now", lambda world: {"pk": on(world)["pk"]}, "get", MEANT | {"bob": 302, "alice": 302, "stella": 302}),
    # Who has not entered is told so: he sees the round, but plays it only after coming in.
    ("quiz:question", on, "get", MEANT | {"stella": 422}),
    (
        "quiz:question", on, "post", MEANT_POST,
        lambda world: {"key": uuid4().hex, "answer": RIGHT[1]},
    ),
    ("quiz:result", over, "get", MEANT),
    ("quiz:practise", lambda world: over(world) | {"number": 1}, "get", MEANT),
    ("quiz:host", sealed, "get", HOSTS),
    ("quiz:change", planned, "get", HOSTS),
    ("quiz:questions", planned, "get", HOSTS),
    ("quiz:pick", planned, "post", HOSTS_POST, {"count": 3}),
    ("quiz:screen", sealed, "get", HOSTS),
    ("quiz:step", lambda world: planned(world) | {"verb": "seal"}, "post", HOSTS_POST),
]  # fmt: skip
