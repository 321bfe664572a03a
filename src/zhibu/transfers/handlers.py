"""What transfers do when a membership changes, and who hears of them while their page is open."""

from zhibu.drive.api import readable as file_readable
from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.events import MemberLeft, MemberMoved
from zhibu.realtime.api import readable
from zhibu.transfers import services
from zhibu.transfers.queries.parties import transfers


def follow(event: MemberLeft | MemberMoved) -> None:
    """What was asked for the old branch is no longer right."""
    services.follow_person(person_id=event.person_id, at=now())


after(MemberLeft)(follow)
after(MemberMoved)(follow)


@readable("transfer")
def may_hear(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """Everybody who may open it."""
    return to == "read" and key.isdecimal() and transfers(viewer).filter(pk=int(key)).exists()


@file_readable("transfer")
def may_read_receipt(viewer: Viewer, key: str) -> bool:
    """The receipt is for those who may open the transfer."""
    return key.isdecimal() and transfers(viewer).filter(pk=int(key)).exists()
