"""Who may open the record book, time lines and entries."""

from tests.factories.ledger import entry

OFFICERS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
SIGNED_IN = dict.fromkeys(OFFICERS, 200) | {"anonymous": 302}
CORRECTION = {"quantity": "2", "mode": "offline", "reason": "来了两次"}


def branch(world):
    return {"pk": world.branch_a.pk}


def bob(world):
    return {"person_id": world.person("bob").pk}


def bobs_entry(world):
    return {"pk": entry(world.person("bob"), world.branch_a).pk}


ROWS = [
    ("ledger:books", {}, "get", SIGNED_IN),
    ("ledger:book", branch, "get", OFFICERS),
    ("ledger:book-pdf", branch, "get", OFFICERS),
    ("ledger:book-xlsx", branch, "get", OFFICERS),
    ("ledger:balance", branch, "get", OFFICERS),
    ("ledger:counts", branch, "get", OFFICERS),
    ("ledger:my-time-line", {}, "get", SIGNED_IN),
    ("ledger:time-line", bob, "get", OFFICERS | {"bob": 200}),
    ("ledger:entry", bobs_entry, "get", OFFICERS | {"bob": 200}),
    ("ledger:correct", bobs_entry, "get", OFFICERS),
    ("ledger:correct", bobs_entry, "post", OFFICERS | {"alice": 302, "stella": 302}, CORRECTION),
]
