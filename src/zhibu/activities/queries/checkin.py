"""Reads for check-in pages: the host's list, one person's own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from zhibu.activities.enums import SignUpState
from zhibu.activities.models import Activity, CheckIn, SignUp
from zhibu.activities.queries.audience import guests, members_meant
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll


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
        Line(m.person_id, m.person.name, m.branch.short_name, False, said.get(m.person_id, ""), came.get(m.person_id))
        for m in _light(members_meant(activity))
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


def _light(rows: QuerySet) -> Iterable:  # type: ignore[type-arg]
    """Names only: a person's sealed fields stay sealed."""
    return rows.only("person__name", "branch__short_name").order_by("branch__path", "person__name", "pk")


def listed_people(activity: Activity) -> dict[int, tuple[int, bool]]:
    """Who may be entered: person → (the branch that keeps his relation now, whether he is a guest)."""
    meant = {pk: (branch, False) for pk, branch in members_meant(activity).values_list("person_id", "branch_id")}
    invited = list(guests(activity).values_list("person_id", flat=True))
    if activity.for_employees:
        invited += activity.signups.exclude(state=SignUpState.WITHDRAWN).values_list("person_id", flat=True)
    branches = dict(roll("").filter(person_id__in=invited).values_list("person_id", "branch_id"))
    return {pk: (branches.get(pk, activity.organisation_id), True) for pk in invited} | meant


def late_entries(activity: Activity) -> QuerySet[CheckIn]:
    """Check-ins written down on a later day than they happened, with who entered them."""
    return living(activity).filter(entered_at__date__gt=activity.ends_at.date()).select_related("person")


def head_count(activity: Activity, *, at: datetime) -> dict[str, int]:
    """How many came and how many are listed, for the host's screen."""
    return {"came": living(activity).count(), "listed": len(listed_people(activity))}
