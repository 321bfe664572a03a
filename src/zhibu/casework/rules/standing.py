"""Who may do what with a case, as it stands."""

from datetime import datetime
from typing import Protocol

from zhibu.casework.enums import DUTIES, OPEN, State
from zhibu.kernel.viewer import Viewer


class Desk(Protocol):
    """An organisation that handles."""

    @property
    def path(self) -> str:
        """Its place in the tree."""


class Standing(Protocol):
    """What is asked of a case."""

    applicant_id: int
    about_id: int | None
    entered_by_id: int | None
    submitted_at: datetime | None
    holder_id: int | None
    duty: str
    state: str
    rating: int | None

    @property
    def desk(self) -> "Desk | None":
        """Where it lies."""


def is_own(viewer: Viewer, case: Standing) -> bool:
    """Whether he asked for it, or it is about him."""
    return viewer.person_id is not None and viewer.person_id in (case.applicant_id, case.about_id)


def asks(viewer: Viewer, case: Standing) -> bool:
    """Whether it is his turn when the applicant is asked: he, or who entered it for him at the desk.

    What somebody entered is not the applicant's before it is sent: a slip of the name would show him a stranger's data.
    """
    if viewer.person_id is None:
        return False
    unsent = case.entered_by_id is not None and case.submitted_at is None
    return viewer.person_id == case.entered_by_id or (viewer.person_id == case.applicant_id and not unsent)


def stands_beside(viewer: Viewer, case: Standing) -> bool:
    """Whether he is on the applicant's side of the page, not on the handler's."""
    return is_own(viewer, case) or (asks(viewer, case) and not may_handle(viewer, case))


def may_handle(viewer: Viewer, case: Standing) -> bool:
    """Whether the desk is his, or one above it; nobody handles his own."""
    if case.desk is None or is_own(viewer, case):
        return False
    return viewer.holds(DUTIES[case.duty], case.desk.path) and not viewer.is_system


def may_take(viewer: Viewer, case: Standing) -> bool:
    """Whether he could take it now."""
    return case.state == State.WAITING and may_handle(viewer, case)


def is_in_hand(viewer: Viewer, case: Standing) -> bool:
    """Whether he has it and may go on."""
    return case.state == State.TAKEN and case.holder_id == viewer.person_id and may_handle(viewer, case)


def may_withdraw(viewer: Viewer, case: Standing) -> bool:
    """Who asked may take it back until its end."""
    return asks(viewer, case) and case.state in OPEN


def may_supply(viewer: Viewer, case: Standing) -> bool:
    """Who asked fills in while it is his turn."""
    return asks(viewer, case) and case.state in (State.DRAFT, State.ASKED)


def may_rate(viewer: Viewer, case: Standing) -> bool:
    """Once, at the end."""
    return case.applicant_id == viewer.person_id and case.state in (State.DONE, State.DECLINED) and case.rating is None
