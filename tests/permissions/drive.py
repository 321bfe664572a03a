"""Who may open the addresses of the drive: what is one's own, and what the owning app allows."""

from tests.factories.drive import a_file

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
BOBS_ONLY = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 404, "stella": 404, "dana": 404}


def bobs_file(world):
    return {"pk": a_file(world.viewer("bob")).pk}


ROWS = [
    ("drive:mine", {}, "get", SIGNED_IN),
    ("drive:download", bobs_file, "get", BOBS_ONLY),
    ("drive:small", bobs_file, "get", BOBS_ONLY),
    ("drive:delete", bobs_file, "post", BOBS_ONLY | {"bob": 302}),
]
