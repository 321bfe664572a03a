"""What collection does when records are corrected, members move or leave, or somebody takes his record along."""

from zhibu.collection.enums import Stage
from zhibu.collection.queries.sheets import copy_for
from zhibu.collection.services import confirm
from zhibu.collection.services.following import end_open, follow
from zhibu.kernel.clock import now
from zhibu.kernel.events import after
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person, holds_about_people
from zhibu.members.events import CorrectionAnswered, MemberLeft, MemberMoved

SYSTEM = Viewer.system("collection")
holds_about_people("collection")(copy_for)


@after(CorrectionAnswered)
def note_confirmation(event: CorrectionAnswered) -> None:
    """What he asked for himself and the branch accepted is confirmed by both."""
    if event.accepted and event.field:
        himself = (get_person(SYSTEM, event.person_id).name, event.person_id)
        for stage, by in ((Stage.SELF, himself), (Stage.BRANCH, (event.answered_by, event.answered_by_id))):
            confirm(SYSTEM, person_id=event.person_id, codes=[event.field], stage=stage, at=now(), by=by)


@after(MemberMoved)
def take_sheets_along(event: MemberMoved) -> None:
    """His new branch helps him and checks."""
    follow(person_id=event.person_id, branch_id=event.to_branch_id)


@after(MemberLeft)
def end_his_sheets(event: MemberLeft) -> None:
    """Nothing more is asked of him."""
    end_open(person_id=event.person_id)
