"""Who may import and export rosters."""

from uuid import UUID

from tests.members.rosters import GOOD, roster
from tests.world import NOW, World
from zhibu.members.services.roster_upload import upload_roster


def made(world: World) -> dict[str, int]:
    """An import of Stella's."""
    viewer = world.viewer("stella")
    return {"pk": upload_roster(viewer, file=roster(GOOD), name="r.xlsx", key=UUID(int=7), at=NOW).pk}


def only(status: int, *, alice: int = 404) -> dict[str, int]:
    return {"anonymous": 302, "charlie": 404, "bob": 404, "alice": alice, "stella": status, "dana": 404}


ROWS = [
    ("members:rosters", {}, "get", only(200, alice=200)),
    ("members:roster-export", {}, "post", only(200, alice=200), {"reason": "核对"}),
    ("members:roster", made, "get", only(200)),
    ("members:roster-state", made, "get", only(200)),
    ("members:roster-import", made, "post", only(302)),
    ("members:roster-back", made, "post", only(422)),
    ("members:roster-bad-rows", made, "post", only(200)),
]
