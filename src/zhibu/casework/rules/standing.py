"""Who may do what with a case, as it stands."""

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
    return case.applicant_id == viewer.person_id and case.state in OPEN


def may_supply(viewer: Viewer, case: Standing) -> bool:
    """Who asked fills in while it is his turn."""
    return case.applicant_id == viewer.person_id and case.state in (State.DRAFT, State.ASKED)


def may_rate(viewer: Viewer, case: Standing) -> bool:
    """Once, at the end."""
    return case.applicant_id == viewer.person_id and case.state in (State.DONE, State.DECLINED) and case.rating is None
