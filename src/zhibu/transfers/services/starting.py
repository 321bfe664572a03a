"""Asking for a transfer, by the member or by an officer for him."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.members.errors import NotABranch
from zhibu.organisations.api import branches
from zhibu.transfers.enums import Actor, Carrier, Kind, State
from zhibu.transfers.errors import NoSuchTransfer, NotOnTheRoll, TransferRuns, TransferToItself, WrongKind
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.parties import OFFICERS, SYSTEM, committee_above
from zhibu.transfers.queries.rules import rule_for
from zhibu.transfers.rules.routes import route_of
from zhibu.transfers.services.steps import take


def start(
    viewer: Viewer,
    *,
    key: UUID,
    kind: str,
    ground: str,
    person_id: int | None = None,
    to_branch_id: int | None = None,
    to_unit: str = "",
    addressee: str = "",
    member_contact: str = "",
    note: str = "",
    agreed: bool = False,
    quiet: bool = False,
    at: datetime,
) -> Transfer:
    """Ask for a transfer of one's own, or as an officer of a member. The same `key` again is the same transfer.

    `agreed`: consent to passing data outside, kept in the log (PIPL, Article 23). `quiet` tells nobody.
    Between two branches of one tree the kind follows from their committees. Raises NotOnTheRoll, TransferToItself,
    TransferRuns, WrongKind, NotABranch.
    """
    if there := Transfer.objects.filter(key=key, started_by=viewer.name).first():
        return there
    membership = membership_for(viewer, person_id or viewer.person_id or 0)
    words = {"to_unit": to_unit.strip(), "addressee": addressee.strip(), "note": note.strip()}
    fields = _way(membership, kind, to_branch_id, words["to_unit"], at) | {
        "key": key, "ground": ground, "member_contact": member_contact.strip(), "started_at": at, "since": at,
        "started_by": viewer.name, "state": State.DRAFT, "waits_for": Actor.OUT_BRANCH,
    }  # fmt: skip
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(**(words | fields))
            said = [transfer.get_ground_display(), *([_("同意向接收方提供转接所需的个人信息")] if agreed else [])]
            take(viewer, transfer, State.DRAFT, at=at, note="；".join(said), tell=not quiet)
    except IntegrityError as taken:
        raise TransferRuns from taken
    return transfer


def membership_for(viewer: Viewer, person_id: int) -> Any:
    """The counted membership of oneself, or of a member in one's charge. Raises NotOnTheRoll, NoSuchTransfer."""
    found = roll("").filter(person_id=person_id).select_related("person", "branch").first()
    if person_id != viewer.person_id and (found is None or not viewer.holds(OFFICERS, found.branch.path)):
        raise NoSuchTransfer
    if found is None:
        raise NotOnTheRoll
    return found


def _way(membership: Any, kind: str, to_branch_id: int | None, to_unit: str, at: datetime) -> dict[str, Any]:
    """From, to, kind and route."""
    here = committee_above(membership.branch.path)
    fields = {
        "person_id": membership.person_id, "name": membership.person.name, "from_branch_id": membership.branch_id,
        "from_committee_id": here, "from_unit": membership.branch.name,
    }  # fmt: skip
    if to_branch_id is None:
        return fields | _outward(kind, to_unit, at)
    return fields | _inside(membership.branch_id, kind, to_branch_id, here)


def _outward(kind: str, to_unit: str, at: datetime) -> dict[str, Any]:
    rule = rule_for(kind, local_date(at))
    if kind == Kind.INTERNAL_MOVE or not rule.moves or not to_unit:
        raise WrongKind
    route = route_of(kind, rule.carrier, inside=False, same_committee=False)
    return {"kind": kind, "route": route, "to_unit": to_unit}


def _inside(from_branch_id: int, kind: str, to_branch_id: int, here: int) -> dict[str, Any]:
    if kind not in (Kind.INTERNAL_MOVE, Kind.SAME_SYSTEM, Kind.WHOLE_UNIT):
        raise WrongKind
    target = branches(SYSTEM).filter(pk=to_branch_id).first()
    if target is None:
        raise NotABranch
    if target.pk == from_branch_id:
        raise TransferToItself
    there = committee_above(target.path)
    route = route_of(kind, Carrier.NONE, inside=True, same_committee=here == there)
    if kind != Kind.WHOLE_UNIT:
        kind = Kind.INTERNAL_MOVE if here == there else Kind.SAME_SYSTEM
    return {"kind": kind, "route": route, "to_branch_id": target.pk, "to_committee_id": there, "to_unit": target.name}
