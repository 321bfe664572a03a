"""What happens to a membership: each step dated, with its document, refused when the rules say so."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.calendar import months_between
from zhibu.kernel.clock import local_date
from zhibu.kernel.events import Event, publish
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import COUNTED, Category, LeaveKind, MembershipChange, Status, SuspensionGround
from zhibu.members.errors import (
    DayWrong,
    DocumentNeeded,
    ExtensionOutOfRange,
    LeaveKindWrong,
    NoSuchPerson,
    NotABranch,
    NotAGroupOfTheBranch,
    NotInThisState,
    NotLostLongEnough,
    NotSuspendedLongEnough,
    ProbationExtendedBefore,
    ProbationNotOver,
    ReasonNeeded,
    RectificationRuns,
    RectificationTooLong,
    SameBranch,
)
from zhibu.members.events import MemberAdmitted, MemberConverted, MemberLeft, MemberMoved, StandingChanged
from zhibu.members.models import Membership, MembershipEvent
from zhibu.members.queries import get_person, memberships
from zhibu.members.rules import standing
from zhibu.members.services.posts import end_posts_below
from zhibu.members.services.records import check_dates, managed_branch
from zhibu.organisations.api import get_organisation
from zhibu.organisations.enums import Kind


def admit(
    viewer: Viewer, *, person_id: int, branch_id: int, joined_on: date, document: str, at: datetime
) -> Membership:
    """A person who is not a member becomes a probationary one, from the branch meeting's day (rules.md 3.1 step 15).

    Raises NotInThisState for somebody who is a member, NotABranch for a temporary branch (rules.md 1.1).
    """
    branch = get_organisation(viewer, managed_branch(viewer, branch_id), to="manage")
    if branch.kind == Kind.TEMPORARY_BRANCH:
        raise NotABranch
    person = get_person(viewer, person_id, to="manage")
    check_dates(Category.PROBATIONARY, joined_on, None, person.birth_date, today=local_date(at))
    with transaction.atomic():
        membership, new = Membership.objects.get_or_create(
            person=person,
            defaults={
                "branch_id": branch_id, "category": Category.PROBATIONARY, "joined_on": joined_on,
                "joining_branch": branch.name, "registered_on": local_date(at),
            },
        )  # fmt: skip
        if not new:
            raise NotInThisState
        _note(
            viewer, membership, MembershipChange.ADMITTED, on=joined_on, at=at, document=document,
            tell=MemberAdmitted(person_id=person_id, branch_id=branch_id, joined_on=joined_on.isoformat()),
        )  # fmt: skip
    return membership


def convert(viewer: Viewer, *, person_id: int, decided_on: date, document: str, at: datetime) -> Membership:
    """A probationary member becomes full. Standing counts from the end of probation, however late the decision.

    Source: rules.md 3.2. Raises ProbationNotOver, DocumentNeeded.
    """
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=decided_on, at=at, fits=_is_probationary)
        end = standing.probation_end(membership.joined_on, membership.probation_extended_to)
        if decided_on < end:
            raise ProbationNotOver
        membership.category, membership.full_on = Category.FULL, end
        _note(
            viewer, membership, MembershipChange.CONVERTED, on=decided_on, at=at, document=_given(document),
            tell=MemberConverted(person_id=person_id, branch_id=membership.branch_id, full_on=end.isoformat()),
        )  # fmt: skip
    return membership


def extend_probation(
    viewer: Viewer, *, person_id: int, extended_to: date, decided_on: date, document: str, at: datetime
) -> Membership:
    """Probation is extended once, by half a year to a year (rules.md 3.2)."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=decided_on, at=at, fits=_is_probationary)
        if membership.probation_extended_to:
            raise ProbationExtendedBefore
        if not standing.extension_fits(membership.joined_on, extended_to):
            raise ExtensionOutOfRange
        membership.probation_extended_to = extended_to
        _note(
            viewer, membership, MembershipChange.PROBATION_EXTENDED, on=decided_on, at=at, document=_given(document),
            reason=extended_to.isoformat(),
        )  # fmt: skip
    return membership


def move_branch(
    viewer: Viewer, *, person_id: int, branch_id: int, moved_on: date, document: str = "", at: datetime
) -> Membership:
    """A member belongs to another branch of the same tree; posts in the old one end, the group is left."""
    target = managed_branch(viewer, branch_id)
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=moved_on, at=at, fits=_is_counted)
        old = membership.branch
        if old.pk == target:
            raise SameBranch
        membership.branch_id, membership.group_id = target, None
        end_posts_below(viewer, person_id=person_id, path=old.path, on=moved_on, at=at)
        moved = MemberMoved(
            person_id=person_id, from_branch_id=old.pk, to_branch_id=target, happened_on=moved_on.isoformat()
        )
        _note(
            viewer, membership, MembershipChange.MOVED_BRANCH, on=moved_on, at=at, document=document,
            from_branch_id=old.pk, tell=moved,
        )  # fmt: skip
    return membership


def assign_group(viewer: Viewer, *, person_id: int, group_id: int | None, at: datetime) -> Membership:
    """A member belongs to a group of his branch, or to none."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=local_date(at), at=at, fits=_is_counted)
        if group_id is not None:
            group = get_organisation(viewer, group_id, to="manage")
            if group.kind != Kind.PARTY_GROUP or not group.path.startswith(membership.branch.path):
                raise NotAGroupOfTheBranch
        membership.group_id = group_id
        membership.save()
        audit(viewer, action="membership.group", subject=f"person:{person_id}", at=at, group=group_id)
    return membership


def transfer_in(
    viewer: Viewer,
    *,
    person_id: int,
    branch_id: int,
    came_from: str,
    joined_on: date,
    full_on: date | None = None,
    received_on: date,
    document: str,
    at: datetime,
) -> Membership:
    """A membership comes from outside the tree on the day it was received (rules.md 6.1), full when `full_on` is given.

    For somebody without membership here, or who was transferred out before and comes back.
    Raises NotInThisState, NotABranch, WrongParticulars, DayWrong, DocumentNeeded.
    """
    branch = get_organisation(viewer, managed_branch(viewer, branch_id), to="manage")
    person, paper = get_person(viewer, person_id, to="manage"), _given(document)
    category = Category.FULL if full_on else Category.PROBATIONARY
    check_dates(category, joined_on, full_on, person.birth_date, today=local_date(at))
    if not joined_on <= received_on <= local_date(at):
        raise DayWrong
    dates = {"category": category, "joined_on": joined_on, "full_on": full_on, "registered_on": received_on}
    values = {"branch_id": branch_id, "group_id": None, "status": Status.NORMAL, **dates}
    with transaction.atomic():
        Membership.objects.get_or_create(person=person, defaults=values | {"status": Status.TRANSFERRED_OUT})
        membership = Membership.objects.select_for_update().get(person=person)
        if membership.status != Status.TRANSFERRED_OUT:
            raise NotInThisState
        for name, value in values.items():
            setattr(membership, name, value)
        arrived = MemberAdmitted(person_id=person_id, branch_id=branch.pk, joined_on=joined_on.isoformat())
        note: dict[str, Any] = {"on": received_on, "at": at, "document": paper, "reason": came_from}
        _note(viewer, membership, MembershipChange.TRANSFERRED_IN, tell=arrived, **note)
    return membership


def transfer_out(
    viewer: Viewer, *, person_id: int, went_to: str, received_on: date, document: str, at: datetime
) -> Membership:
    """A membership has gone to an organisation outside the tree; posts end.

    It counts from the day the other side received it: until then the old organisation is responsible (rules.md 6.1).
    """
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=received_on, at=at, fits=_is_counted)
        membership.status, membership.group_id = Status.TRANSFERRED_OUT, None
        _go(
            viewer, membership, MembershipChange.TRANSFERRED_OUT, kind="transferred_out", on=received_on, at=at,
            document=_given(document), reason=went_to,
        )  # fmt: skip
    return membership


def order_rectification(
    viewer: Viewer, *, person_id: int, ordered_on: date, until: date, reason: str, document: str, at: datetime
) -> Membership:
    """限期改正: a member is given a time to mend, one year at most (rules.md 2.5); nothing else changes by itself.

    Raises RectificationRuns while an earlier time has not passed, RectificationTooLong.
    """
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=ordered_on, at=at, fits=_is_counted)
        if not standing.rectification_fits(ordered_on, until):
            raise RectificationTooLong
        if not reason.strip():
            raise ReasonNeeded
        orders = MembershipEvent.objects.filter(person_id=person_id, change=MembershipChange.RECTIFICATION)
        earlier = orders.order_by("-pk").values_list("reason", flat=True).first()
        if earlier and date.fromisoformat(earlier[:10]) >= ordered_on:
            raise RectificationRuns
        _note(
            viewer, membership, MembershipChange.RECTIFICATION, on=ordered_on, at=at, document=_given(document),
            reason=f"{until.isoformat()} {reason.strip()}",
        )  # fmt: skip
    return membership


def suspend(
    viewer: Viewer, *, person_id: int, ground: str, suspended_on: date, document: str, at: datetime
) -> Membership:
    """停止党籍, on one of its two grounds (rules.md 2.5). Raises NotLostLongEnough."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=suspended_on, at=at, fits=_is_counted)
        lost = SuspensionGround(ground) == SuspensionGround.LOST
        if lost and not standing.lost_long_enough(membership.lost_since, on=suspended_on):
            raise NotLostLongEnough
        membership.status = Status.SUSPENDED
        end_posts_below(viewer, person_id=person_id, path="", on=suspended_on, at=at)
        _note(
            viewer, membership, MembershipChange.SUSPENDED, on=suspended_on, at=at, document=_given(document),
            reason=str(SuspensionGround(ground).label), tell=_standing(membership),
        )  # fmt: skip
    return membership


def restore(viewer: Viewer, *, person_id: int, restored_on: date, document: str, at: datetime) -> Membership:
    """恢复党籍 after suspension; the months between do not count as standing (rules.md 2.2)."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=restored_on, at=at, fits=_is_suspended)
        since = _suspended_on(person_id)
        if since and restored_on < since:
            raise DayWrong
        membership.status = Status.NORMAL
        membership.standing_adjustment_months += months_between(since, restored_on) if since else 0
        note: dict[str, Any] = {"on": restored_on, "at": at, "document": _given(document)}
        _note(viewer, membership, MembershipChange.RESTORED, tell=_standing(membership), **note)
    return membership


def leave(
    viewer: Viewer, *, person_id: int, kind: str, left_on: date, document: str, reason: str = "", at: datetime
) -> Membership:
    """出党, in one of its kinds, on a document; posts end (rules.md 2.5)."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=left_on, at=at, fits=_is_there)
        _check_leave_kind(membership, LeaveKind(kind), on=left_on)
        membership.status = Status.LEFT
        _go(
            viewer, membership, MembershipChange.LEFT, kind=kind, on=left_on, at=at, document=_given(document),
            reason=reason, leave_kind=kind,
        )  # fmt: skip
    return membership


def record_death(viewer: Viewer, *, person_id: int, died_on: date, document: str = "", at: datetime) -> Membership:
    """A member has died; posts end and the record is kept."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=died_on, at=at, fits=_is_there)
        membership.status = Status.DECEASED
        _go(viewer, membership, MembershipChange.DIED, kind="died", on=died_on, at=at, document=document)
    return membership


def mark_lost(viewer: Viewer, *, person_id: int, lost_since: date, reason: str, at: datetime) -> Membership:
    """Contact was lost on a day; it runs from the last organisational life or dues payment (rules.md 2.5)."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=lost_since, at=at, fits=_is_there)
        if membership.is_lost:
            raise NotInThisState
        if not reason.strip():
            raise ReasonNeeded
        membership.is_lost, membership.lost_since = True, lost_since
        _note(viewer, membership, MembershipChange.LOST, on=lost_since, at=at, reason=reason)
    return membership


def mark_found(viewer: Viewer, *, person_id: int, found_on: date, reason: str = "", at: datetime) -> Membership:
    """Contact is back; a suspension stays until the membership is restored by procedure."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=found_on, at=at, fits=_is_there)
        if not membership.is_lost or membership.lost_since is None or found_on < membership.lost_since:
            raise NotInThisState
        membership.is_lost, membership.lost_since = False, None
        _note(viewer, membership, MembershipChange.FOUND, on=found_on, at=at, reason=reason)
    return membership


def correct_dates(
    viewer: Viewer,
    *,
    person_id: int,
    joined_on: date | None = None,
    full_on: date | None = None,
    reason: str,
    at: datetime,
) -> Membership:
    """Correct the dates of a membership: a new event names the old one, which stays. Raises WrongParticulars."""
    with transaction.atomic():
        membership = _locked(viewer, person_id, on=local_date(at), at=at, fits=_is_there)
        before = (membership.joined_on, membership.full_on)
        membership.joined_on, membership.full_on = joined_on or before[0], full_on or before[1]
        born = membership.person.birth_date
        check_dates(membership.category, membership.joined_on, membership.full_on, born, today=local_date(at))
        origins = (MembershipChange.ADMITTED, MembershipChange.CONVERTED)
        for old, new, origin in zip(before, (membership.joined_on, membership.full_on), origins, strict=True):
            if new and new != old:
                wrong = MembershipEvent.objects.filter(person_id=person_id, change=origin).order_by("-pk").first()
                note: dict[str, Any] = {"on": new, "at": at, "reason": reason, "corrects": wrong}
                _note(viewer, membership, MembershipChange.CORRECTED, **note)
    return membership


def _locked(
    viewer: Viewer, person_id: int, *, on: date, at: datetime, fits: Callable[[Membership], bool]
) -> Membership:
    """A managed membership, locked, in a fitting state, on a possible day."""
    membership = memberships(viewer, to="manage").select_for_update(of=("self",)).filter(person_id=person_id).first()
    if membership is None:
        raise NoSuchPerson
    if not fits(membership):
        raise NotInThisState
    if not membership.joined_on <= on <= local_date(at):
        raise DayWrong
    return membership


def _is_counted(membership: Membership) -> bool:
    return membership.status in COUNTED


def _is_probationary(membership: Membership) -> bool:
    return _is_counted(membership) and membership.category == Category.PROBATIONARY


def _is_suspended(membership: Membership) -> bool:
    return membership.status == Status.SUSPENDED


def _is_there(membership: Membership) -> bool:
    return _is_counted(membership) or _is_suspended(membership)


def _given(document: str) -> str:
    if not document.strip():
        raise DocumentNeeded
    return document.strip()


def _check_leave_kind(membership: Membership, kind: LeaveKind, *, on: date) -> None:
    if kind == LeaveKind.PROBATION_CANCELLED and membership.category != Category.PROBATIONARY:
        raise LeaveKindWrong
    suspended = _suspended_on(membership.person_id) if _is_suspended(membership) else None
    if kind == LeaveKind.UNTRACEABLE and not (membership.is_lost and standing.suspended_long_enough(suspended, on=on)):
        raise NotSuspendedLongEnough


def _suspended_on(person_id: int) -> date | None:
    events = MembershipEvent.objects.filter(person_id=person_id, change=MembershipChange.SUSPENDED)
    return events.order_by("-happened_on", "-pk").values_list("happened_on", flat=True).first()


def _go(viewer: Viewer, membership: Membership, change: str, *, kind: str, on: date, at: datetime, **more: Any) -> None:
    end_posts_below(viewer, person_id=membership.person_id, path="", on=on, at=at)
    gone = MemberLeft(
        person_id=membership.person_id, branch_id=membership.branch_id, kind=str(kind), happened_on=on.isoformat()
    )
    _note(viewer, membership, change, on=on, at=at, tell=gone, **more)


def _standing(membership: Membership) -> StandingChanged:
    person, branch = membership.person_id, membership.branch_id
    return StandingChanged(person_id=person, branch_id=branch, status=str(membership.status))


def _note(
    viewer: Viewer,
    membership: Membership,
    change: str,
    *,
    on: date,
    at: datetime,
    tell: Event | None = None,
    **more: Any,
) -> MembershipEvent:
    """Save the membership and write down what happened to it."""
    membership.save()
    event = MembershipEvent.objects.create(
        person_id=membership.person_id, change=change, happened_on=on,
        **{"to_branch_id": membership.branch_id, **more}, recorded_by=viewer.name, recorded_at=at,
    )  # fmt: skip
    audit(
        viewer, action=f"membership.{change}", subject=f"person:{membership.person_id}", at=at,
        reason=more.get("reason", ""), event=event.pk, document=more.get("document", ""),
    )  # fmt: skip
    if tell is not None:
        publish(tell)
    return event
