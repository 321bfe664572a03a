"""Who may open the addresses of collecting information: each his own sheet, officers their branch, askers what they
asked."""

from datetime import timedelta
from uuid import uuid4

from tests.factories.collection import a_draft, a_question, sent, sheet_of, submitted
from zhibu.collection import services
from zhibu.collection.models import Item
from zhibu.kernel.clock import now

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
NOBODY = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 404, "dana": 404}
OFFICERS = NOBODY | {"alice": 200, "stella": 200}
ASKER = NOBODY | {"stella": 200}
ASKER_POST = NOBODY | {"stella": 302}
ANSWERED = {"mobile": "13800001234", "education": "大学本科毕业"}


def due():
    return f"{now() + timedelta(days=7):%Y-%m-%dT%H:%M}"


def draft(world):
    return {"pk": a_draft(world, at=now()).pk}


def question(world):
    made = a_draft(world, at=now())
    return {"pk": made.pk, "question": a_question(world, made).pk}


def running(world):
    return {"pk": sent(world, at=now()).pk}


def sheet(world):
    return {"pk": sheet_of(world, sent(world, at=now())).pk}


def handed_in(world):
    return {"pk": submitted(world, sent(world, at=now()), at=now(), **ANSWERED).pk}


def secret(world):
    made = a_draft(world, fields=(), at=now())
    asked = a_question(world, made, "有没有慢性病", secrecy="A")
    services.send_request(world.viewer("stella"), request_id=made.pk, at=now())
    submitted(world, made, at=now(), **{asked.name: "没有"})
    return {"pk": made.pk, "item": Item.objects.get().pk}


def filled(world):
    return {"key": str(uuid4()), "version": "1", **ANSWERED}


NEW = {"audience": "members"}
SAID = {"title": "核对", "purpose": "名册", "due_at": due(), "version": "1", "key": str(uuid4())}

ROWS = [
    ("collection:index", {}, "get", EVERYBODY),
    ("collection:mine", {}, "get", EVERYBODY),
    ("collection:own", {}, "get", EVERYBODY),
    ("collection:own", {}, "post", EVERYBODY | {"charlie": 302, "bob": 302, "alice": 302, "stella": 302, "dana": 404},
     {"key": str(uuid4()), "version": "1"}),
    ("collection:sheet", sheet, "get", NOBODY | {"bob": 200, "alice": 200}),
    ("collection:sheet", handed_in, "get", OFFICERS | {"bob": 200}),
    ("collection:sheet", sheet, "post", NOBODY | {"bob": 302, "alice": 422, "stella": 404}, filled),
    ("collection:check", handed_in, "post", NOBODY | {"alice": 302, "stella": 302}, {"version": "2"}),
    ("collection:return", handed_in, "get", OFFICERS | {"bob": 200}),
    ("collection:return", handed_in, "post", NOBODY | {"alice": 302, "stella": 302},
     {"version": "2", "reason": "少一位"}),
    ("collection:checks", {}, "get", OFFICERS),
    ("collection:check-many", {}, "post", NOBODY | {"charlie": 302, "bob": 302, "alice": 302, "stella": 302,
                                                     "dana": 302}),
    ("collection:dictionary", {}, "get", EVERYBODY),
    ("collection:burden", {}, "get", OFFICERS),
    ("collection:new", NEW, "get", OFFICERS),
    ("collection:request", draft, "get", ASKER),
    ("collection:request", running, "get", OFFICERS),
    ("collection:edit", draft, "get", ASKER),
    ("collection:edit", draft, "post", ASKER_POST, SAID),
    ("collection:add-question", draft, "post", ASKER_POST, {"text": "尺码", "kind": "text", "secrecy": "B"}),
    ("collection:remove-question", question, "post", ASKER_POST),
    ("collection:send", draft, "post", ASKER_POST),
    ("collection:remind", running, "post", ASKER_POST),
    ("collection:close", running, "post", ASKER_POST),
    ("collection:cancel", running, "post", ASKER_POST),
    ("collection:again", running, "post", ASKER_POST, {"key": str(uuid4())}),
    ("collection:results", running, "get", ASKER),
    ("collection:export", running, "post", ASKER),
    ("collection:reveal", secret, "get", ASKER),
    ("collection:reveal", secret, "post", ASKER, {"reason": "安排体检"}),
]  # fmt: skip
