"""Laying a case on a desk, letting it rise, handing it over."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from zhibu.casework.enums import Act, Duty, State
from zhibu.casework.models import Case
from zhibu.casework.queries.desks import Seat, desk_key, nearest, seats, still_sits
from zhibu.casework.rules.clock import AFTER_RISING, due_after
from zhibu.casework.rules.definition import Step
from zhibu.casework.services.log import note, tell_desk
from zhibu.kernel.viewer import Viewer

PLACED = ("state", "step", "duty", "desk", "desk_key", "holder", "holder_name", "taken_at", "due_on", "days_left")


def lay_on_desk(case: Case, *, step: int, at: datetime, due_on: date | None = None) -> None:
    """Put a case on the nearest desk of a step's duty; where nobody has the duty, on the heads' or the staff's.

    Within the caller's transaction. The clock of the step begins, unless `due_on` is given.
    """
    plan = case.version.shape.steps[step]
    case.step, case.state = step, State.WAITING
    case.due_on = due_on or due_after(at, plan.days)
    _sit(case, _desk(case, plan))
    case.save(update_fields=PLACED)
    tell_desk(case, at=at)


def _desk(case: Case, plan: Step) -> tuple[str, int]:
    """Duty and organisation of the nearest desk that is not the applicant's own, nor, for money, the entrant's."""
    own, duty = (case.applicant_id, case.about_id, case.entered_by_id if plan.pays else None), plan.duty
    for one in (duty, Duty.HEADS, Duty.STAFF):
        if found := nearest(case.organisation.path, one, without=own):
            return one, found[0].organisation_id
    return duty, case.organisation_id  # nobody yet: it waits where it came from, until somebody has the duty


def _sit(case: Case, desk: tuple[str, int]) -> None:
    case.duty, case.desk_id = desk
    case.desk_key = desk_key(*desk)
    case.holder, case.holder_name, case.taken_at, case.days_left = None, "", None, None


def rise(case: Case, *, at: datetime) -> bool:
    """An overdue case goes one level up, or to the heads of its level; False when there is no higher one.

    The level above has two working days (practice). Who had it may no longer go on unless he sits there too.
    """
    desk = _higher(case)
    if desk is None:
        return False
    before = case.holder_name
    case.state, case.due_on = State.WAITING, due_after(at, AFTER_RISING)
    case.risen += 1
    _sit(case, desk)
    case.save(update_fields=[*PLACED, "risen"])
    words = _("原来在 %(name)s 手上") % {"name": before} if before else ""
    note(Viewer.system("casework"), case, Act.ROSE, at=at, words=words)
    tell_desk(case, at=at)
    return True


def _higher(case: Case) -> tuple[str, int] | None:
    own, path = (case.applicant_id, case.about_id), case.desk.path if case.desk else case.organisation.path
    if found := nearest(path, case.duty, without=own, above=path):
        return case.duty, found[0].organisation_id
    if case.duty == Duty.HEADS:
        return None
    found = nearest(path, Duty.HEADS, without=own)
    return (Duty.HEADS, found[0].organisation_id) if found else None


def hand_over(case: Case, *, at: datetime) -> bool:
    """Free a case of a holder who left; when nobody sits at its desk any more, it moves to the nearest one."""
    if case.holder_id is None or still_sits(case.holder_id, case):
        return False
    before = case.holder_name
    case.holder, case.holder_name, case.taken_at = None, "", None
    if case.state == State.TAKEN:
        case.state = State.WAITING
    _leave_empty_desk(case)
    case.save(update_fields=PLACED)
    note(Viewer.system("casework"), case, Act.HANDED_OVER, at=at, words=before)
    if case.state == State.WAITING:
        tell_desk(case, at=at)
    return True


def leave_empty_desk(case: Case, *, at: datetime) -> bool:
    """Move a waiting case from a desk at which nobody sits any more."""
    before = case.desk_id, case.duty
    _leave_empty_desk(case)
    if (case.desk_id, case.duty) == before:
        return False
    case.save(update_fields=PLACED)
    note(Viewer.system("casework"), case, Act.HANDED_OVER, at=at)
    tell_desk(case, at=at)
    return True


def _leave_empty_desk(case: Case) -> None:
    there: list[Seat] = seats([case.desk.path], case.duty) if case.desk else []
    if any(seat.person_id not in (case.applicant_id, case.about_id) for seat in there):
        return
    case.duty, case.desk_id = _desk(case, case.version.shape.steps[case.step])
    if case.desk_key:
        case.desk_key = desk_key(case.duty, case.desk_id)
