"""Who may open records of people: everybody his own, officers those of their branches, staff those of the tree."""

from datetime import date
from uuid import UUID

from tests.world import NOW
from zhibu.members.models import PostHolding
from zhibu.members.services import corrections
from zhibu.organisations.enums import PostTitle

EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
OFFICERS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
STAFF = OFFICERS | {"alice": 404}
SEALED = {"field": "citizen_id"}
KEY = UUID("6d1f3f6e-0000-4000-8000-000000000001")


def bob(world):
    return {"pk": world.person("bob").pk}


def bobs_field(world):
    return bob(world) | SEALED


def bobs_step(world):
    return bob(world) | {"name": "lost"}


def bobs_request(world):
    asked = corrections.ask(
        world.viewer("bob"), field="mobile", proposed="13800001234", reason="换号", key=KEY, at=NOW
    )  # fmt: skip
    return {"pk": asked.pk}


def bobs_post(world):
    post = PostHolding.objects.create(
        person=world.person("bob"), organisation=world.branch_a, title=PostTitle.YOUTH_MEMBER,
        started_on=date(2026, 1, 5),
    )  # fmt: skip
    return {"pk": post.pk}


ROWS = [
    ("members:me", {}, "get", EVERYBODY),
    ("members:open-own-field", SEALED, "post", EVERYBODY),
    ("members:my-record-json", {}, "post", EVERYBODY),
    ("members:my-record-pdf", {}, "post", EVERYBODY),
    ("members:my-corrections", {}, "get", EVERYBODY),
    ("members:ask-correction", {}, "get", EVERYBODY),
    (
        "members:withdraw-correction", bobs_request, "post",
        {"anonymous": 302, "charlie": 404, "bob": 302, "alice": 404, "stella": 404, "dana": 404},
    ),
    ("members:corrections", {}, "get", OFFICERS),
    ("members:correction", bobs_request, "get", OFFICERS),
    ("members:people", {}, "get", OFFICERS),
    ("members:new-member", {}, "get", OFFICERS),
    ("members:new-employee", {}, "get", STAFF),
    ("members:person", bob, "get", OFFICERS),
    ("members:edit-person", bob, "get", OFFICERS),
    ("members:open-field", bobs_field, "get", OFFICERS),
    ("members:step", bobs_step, "get", OFFICERS),
    ("members:appoint", bob, "get", OFFICERS),
    ("members:end-post", bobs_post, "get", OFFICERS),
]  # fmt: skip
