"""Who may offer talks, where, and in which office."""

from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, Role
from zhibu.organisations.api import organisations
from zhibu.organisations.enums import PostTitle
from zhibu.talks.enums import Office
from zhibu.talks.errors import NotAHost

SYSTEM = Viewer.system("talks")
READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)  # of the numbers, never of names
HEADS = (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY)
OFFICES: dict[str, Office] = {
    **dict.fromkeys(BRANCH_COMMITTEE, Office.COMMITTEE),
    **dict.fromkeys(HEADS, Office.SECRETARY),
    PostTitle.GROUP_LEADER: Office.GROUP_LEADER,
    PostTitle.DISCIPLINE_MEMBER: Office.DISCIPLINE,
    Role.DISCIPLINE_OFFICER: Office.DISCIPLINE,
    Role.UNION_OFFICER: Office.UNION,
}  # fmt: skip


def offices(viewer: Viewer) -> list[tuple[int, str, Office]]:
    """(organisation id, path, office) of what the viewer holds himself; nothing comes down from above."""
    rows = [(g.organisation_id, g.path, OFFICES[g.role]) for g in viewer.grants if g.role in OFFICES]
    return sorted(set(rows), key=lambda row: (row[1], row[2]))


def host_in(viewer: Viewer, organisation_id: int, *, office: str = "") -> Office:
    """The viewer's office in an organisation; for a draw, secretary or deputy. Raises NotAHost."""
    held = {mine for pk, _path, mine in offices(viewer) if pk == organisation_id}
    wanted = Office(office) if office in Office.values else Office.SECRETARY
    if wanted not in held:
        raise NotAHost
    return wanted


def places(viewer: Viewer) -> list[tuple[str, str]]:
    """("organisation:office", words) for choosing in a form."""
    held = offices(viewer)
    names = dict(_named([pk for pk, _path, _office in held]).values_list("pk", "short_name"))
    return [(f"{pk}:{office}", f"{names[pk]} · {office.label}") for pk, _path, office in held if pk in names]


def led(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, short name) of the organisations that the viewer heads."""
    ids = [pk for pk, _path, office in offices(viewer) if office == Office.SECRETARY]
    return list(_named(ids).order_by("path").values_list("pk", "short_name"))


def _named(ids: list[int]) -> Any:
    return organisations(SYSTEM).filter(pk__in=ids)


def doors(viewer: Viewer) -> dict[str, bool]:
    """What of the host's work is open to the viewer."""
    held = offices(viewer)
    return {
        "may_announce": any(office == Office.SECRETARY for _pk, _path, office in held),
        "may_offer": bool(held),
        "may_see_reach": bool(viewer.paths(READERS)),
    }
