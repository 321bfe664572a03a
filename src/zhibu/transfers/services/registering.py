"""Somebody comes from outside with a letter, or with an online message (rules.md 6.2, 6.4)."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people_with_number, roll
from zhibu.members.errors import NotABranch
from zhibu.organisations.api import branches, get_organisation
from zhibu.transfers.enums import Actor, Ground, Kind, Route, State
from zhibu.transfers.errors import DayWrong, LetterExpired, LetterUsed, NotACommittee, OnRollAlready
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.parties import OFFICERS, SYSTEM, committee_above
from zhibu.transfers.rules.clock import valid_until
from zhibu.transfers.rules.content import sealed
from zhibu.transfers.services.steps import for_act, take


def register_letter(
    viewer: Viewer,
    *,
    key: UUID,
    branch_id: int,
    from_unit: str,
    letter_number: str,
    letter_issued_on: date,
    letter_valid_days: int,
    paid_through: date | None = None,
    at: datetime,
    **particulars: Any,
) -> Transfer:
    """The receiving committee registers a letter from outside and names the branch. The same `key` is the same.

    Raises LetterExpired, LetterUsed, DayWrong, OnRollAlready, NotABranch, NotACommittee.
    """
    if there := Transfer.objects.filter(key=key, started_by=viewer.name).first():
        return there
    branch = branches(SYSTEM).filter(pk=branch_id).first()
    if branch is None:
        raise NotABranch
    committee = get_organisation(SYSTEM, committee_above(branch.path))
    if not viewer.holds(OFFICERS, committee.path):
        raise NotACommittee
    until, today = valid_until(letter_issued_on, letter_valid_days), local_date(at)
    if letter_issued_on > today:
        raise DayWrong
    if until < today:
        raise LetterExpired
    _check_not_here(particulars)
    fields = {
        "key": key, "kind": Kind.LETTER, "route": Route.IN_LETTER, "ground": Ground.UNIT_CHANGED,
        "name": particulars["name"], "to_branch_id": branch.pk, "to_committee_id": committee.pk,
        "from_unit": from_unit.strip(), "to_unit": branch.name, "letter_number": letter_number.strip(),
        "letter_issued_on": letter_issued_on, "valid_until": until, "paid_through": paid_through,
        "particulars": sealed(particulars), "received_on": today, "started_at": at, "since": at,
        "started_by": viewer.name, "state": State.RECEIVED, "waits_for": Actor.IN_BRANCH,
    }  # fmt: skip
    try:
        with transaction.atomic():
            transfer = Transfer.objects.create(**fields)
            take(viewer, transfer, State.RECEIVED, at=at, note=letter_number.strip())
    except IntegrityError as used:
        raise LetterUsed from used
    return transfer


def _check_not_here(particulars: dict[str, Any]) -> None:
    number = str(particulars.get("citizen_id") or "")
    if number and roll("").filter(person_id__in=people_with_number(number)).exists():
        raise OnRollAlready


def return_receipt(viewer: Viewer, *, transfer_id: int, note: str = "", at: datetime) -> Transfer:
    """The receiving committee sends the receipt to the committee that issued the letter."""
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "return_receipt")
        take(viewer, transfer, State.RECEIPT_RETURNED, at=at, note=note, tell=False)
        take(viewer, transfer, State.CLOSED, at=at)
    return transfer
