"""Reads for check-in pages: the host's list, one person's own."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhibu.activities.enums import SignUpState
from zhibu.activities.models import Activity, CheckIn, SignUp
from zhibu.activities.queries.audience import guests, home_of, members_due
from zhibu.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Line:
    """One name of the roll-call list."""

    person_id: int
    name: str
    branch: str
    is_guest: bool
    said: str
    checkin: CheckIn | None


def my_check_in(viewer: Viewer, activity: Activity) -> CheckIn | None:
    """The viewer's own living check-in."""
    return living(activity).filter(person_id=viewer.person_id or 0).first()


def living(activity: Activity) -> QuerySet[CheckIn]:
    """Check-ins that were not taken back."""
    return CheckIn.objects.filter(activity=activity, undone_at=None)


def my_signup(viewer: Viewer, activity: Activity) -> SignUp | None:
    """The viewer's own word."""
    return SignUp.objects.filter(activity=activity, person_id=viewer.person_id or 0).first()


def signups(activity: Activity) -> QuerySet[SignUp]:
    """All words about an activity but withdrawn ones, in their order, for the host."""
    rows = SignUp.objects.filter(activity=activity).exclude(state=SignUpState.WITHDRAWN)
    return rows.select_related("person").order_by("at", "pk")


def roll_call(activity: Activity) -> list[Line]:
    """Everybody who may be ticked off: those meant by branch and name, then guests, then who came from elsewhere."""
    came = {row.person_id: row for row in living(activity).select_related("person", "organisation")}
    said = dict(SignUp.objects.filter(activity=activity).values_list("person_id", "state"))
    lines = [
        Line(m.person_id, m.name, m.branch_name, False, said.get(m.person_id, ""), came.get(m.person_id))
        for m in members_due(activity)
    ]
    known = {line.person_id for line in lines}
    lines += [
        Line(g.person_id, g.person.name, "", True, said.get(g.person_id, ""), came.get(g.person_id))
        for g in guests(activity).order_by("person__name")
        if g.person_id not in known
    ]
    known |= {line.person_id for line in lines}
    others = (row for pk, row in came.items() if pk not in known)
    return lines + [
        Line(row.person_id, row.person.name, row.organisation.short_name, row.is_guest, "", row) for row in others
    ]


def listed_people(activity: Activity) -> dict[int, tuple[int, bool]]:
    """Who may be entered: person → (the branch that kept his relation that day, whether he is a guest)."""
    meant = {member.person_id: (member.branch_id, False) for member in members_due(activity)}
    invited = list(guests(activity).values_list("person_id", flat=True))
    if activity.for_employees:
        invited += activity.signups.exclude(state=SignUpState.WITHDRAWN).values_list("person_id", flat=True)
    branches = home_of(activity, set(invited))
    return {pk: (branches.get(pk, activity.organisation_id), True) for pk in invited} | meant


def late_entries(activity: Activity) -> QuerySet[CheckIn]:
    """Check-ins written down on a later day than they happened, with who entered them."""
    return living(activity).filter(entered_at__date__gt=activity.ends_at.date()).select_related("person")


def head_count(activity: Activity, *, at: datetime) -> dict[str, int]:
    """How many came and how many are listed, for the host's screen."""
    return {"came": living(activity).count(), "listed": len(listed_people(activity))}
