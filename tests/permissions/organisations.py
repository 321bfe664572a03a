"""Who may open and change organisations."""

from datetime import date

from tests.world import NOW, TODAY
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.services import found_body, record_election

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
BRANCH = SIGNED_IN | {"charlie": 404}
STAFF = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 404, "stella": 200, "dana": 404}
DONE = STAFF | {"stella": 302}
DECISION = {"happened_on": "2026-11-01", "document": "党发〔2026〕8号"}


def branch(world):
    return {"pk": world.branch_a.pk}


def committee(world):
    return {"pk": world.hq.pk}


def elected(world):
    record_election(Viewer.system("tests"), organisation_id=world.branch_a.pk, elected_on=date(2024, 1, 8), at=NOW)
    return branch(world)


def body(world):
    made = found_body(
        Viewer.system("tests"), committee_id=world.hq.pk, kind="trade_union", name="工会", founded_on=TODAY, at=NOW
    )
    return {"pk": made.pk}


ROWS = [
    ("organisations:tree", {}, "get", SIGNED_IN),
    ("organisations:detail", branch, "get", BRANCH),
    ("organisations:found", branch, "get", STAFF | {"alice": 200}),
    ("organisations:found", committee, "get", STAFF),
    *((f"organisations:{act}", branch, "get", STAFF) for act in (
        "rename", "place", "move", "merge", "change-kind", "advance", "dissolve", "elect", "extend",
    )),
    ("organisations:renewal", branch, "get", BRANCH),
    ("organisations:renewal", elected, "post", DONE | {"alice": 404}, DECISION | {"number": 1}),
    ("organisations:rename", branch, "post", DONE, DECISION | {"name": "新名称", "short_name": "新"}),
    ("organisations:place", branch, "post", DONE, {"province": "44", "happened_on": "2026-11-01"}),
    ("organisations:elect", branch, "post", DONE, {"elected_on": "2026-11-01"}),
    ("organisations:found-body", committee, "get", STAFF),
    ("organisations:dissolve-body", body, "get", STAFF),
    ("organisations:dissolve-body", body, "post", DONE, DECISION),
    ("members:organisation-alerts", branch, "get", BRANCH),
    ("members:organisation-posts", branch, "get", BRANCH),
]  # fmt: skip
