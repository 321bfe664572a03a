"""Who may read and post to a round's topics, and what members' news means for rounds."""

from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.events import MemberLeft, MemberMoved
from zhibu.quiz.queries.play import may_play, may_see
from zhibu.quiz.services.joining import leave_rounds
from zhibu.quiz.services.room import ROOM
from zhibu.realtime import api as realtime


@realtime.readable("quiz")
def may_read(viewer: Viewer, key: str, *, to: str = "read") -> bool:
    """To read: whoever sees the round. To post: whoever has entered its common sitting."""
    if not key.isdecimal():
        return False
    return may_play(viewer, int(key)) if to == "post" else may_see(viewer, int(key))


@realtime.readable("quizhost")
def may_host(viewer: Viewer, key: str) -> bool:
    """How many have answered so far is for the host's screen."""
    return key.isdecimal() and may_see(viewer, int(key), to="host")


realtime.uplink("quiz", ROOM)


@after(MemberMoved)
def member_moved(event: MemberMoved) -> None:
    """Rounds that he no longer belongs to take no more answers of his."""
    leave_rounds(person_id=event.person_id, at=now())


@after(MemberLeft)
def member_left(event: MemberLeft) -> None:
    """The same for a membership that ended."""
    leave_rounds(person_id=event.person_id, at=now())
