"""Who may open the addresses of the bank: branch officers theirs, staff all below; never members."""

from uuid import uuid4

from tests.factories.questions import add_question
from tests.questions.test_tables import GOOD, upload
from zhibu.questions.enums import State

KEEPERS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
POSTS = KEEPERS | {"alice": 302, "stella": 302}
STAFF_ALONE = KEEPERS | {"alice": 404}


def in_use(world):
    return {"pk": add_question(world.branch_a).pk}


def waiting(world):
    return {"pk": add_question(world.branch_a, state=State.DRAFT).pk}


def of_staff(world):
    return {"pk": add_question(world.hq, state=State.DRAFT).pk}


def uploaded(world):
    return {"pk": upload(world, GOOD).pk}


def form(world):
    where = {"organisation_id": world.branch_a.pk, "key": str(uuid4())}
    words = {"stem": "问？", "options": "甲\n乙", "answer": "A", "explanation": "x", "source": "y", "difficulty": "1"}
    return where | words


ROWS = [
    ("questions:index", {}, "get", KEEPERS),
    ("questions:kinds", {}, "get", KEEPERS),
    ("questions:new", {"kind": "single"}, "get", KEEPERS),
    ("questions:new", {"kind": "essay"}, "get", KEEPERS | {"alice": 404, "stella": 404}),
    ("questions:new", {"kind": "single"}, "post", POSTS, form),
    ("questions:question", in_use, "get", KEEPERS),
    ("questions:question", of_staff, "get", STAFF_ALONE),
    ("questions:edit", waiting, "get", KEEPERS),
    ("questions:decide", waiting, "post", POSTS, {"approve": "yes"}),
    ("questions:retire", in_use, "post", POSTS, {"remark": "过时"}),
    ("questions:review", {}, "get", KEEPERS),
    ("questions:upload", {}, "get", KEEPERS),
    ("questions:import", uploaded, "get", KEEPERS),
    ("questions:import", uploaded, "post", POSTS),
    ("questions:template", {}, "get", KEEPERS),
    ("questions:export", {}, "post", KEEPERS),
]
