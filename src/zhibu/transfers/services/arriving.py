"""The receiving side: from the day of receiving the new branch is the responsible one."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse

from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members import api as members
from zhibu.members.errors import NotABranch
from zhibu.organisations.api import branches
from zhibu.transfers.enums import TRANSFER, MessageKind, Occasion, Route, State
from zhibu.transfers.errors import LetterExpired
from zhibu.transfers.events import TransferCompleted
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.parties import SYSTEM, committee_above
from zhibu.transfers.rules.clock import RECEIPT_AFTER
from zhibu.transfers.rules.content import opened
from zhibu.transfers.services.envelopes import answer
from zhibu.transfers.services.leaving import still_there
from zhibu.transfers.services.steps import for_act, plan, take


def receive(
    viewer: Viewer, *, transfer_id: int, group_id: int | None = None, branch_id: int | None = None, at: datetime
) -> Transfer:
    """The receiving side takes the member over; inside one committee his branch does so and all is done.

    For who comes by message the committee names the branch. Raises MovedMeanwhile, LetterExpired, NotABranch,
    NotAGroupOfTheBranch.
    """
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "receive")
        if transfer.route == Route.IN_MESSAGE:
            _name_branch(transfer, branch_id or 0, local_date(at))
        transfer.received_on = local_date(at)
        inside = transfer.route == Route.INSIDE
        take(viewer, transfer, State.RECEIVED, at=at, tell=not inside)
        if inside:
            _seat(viewer, transfer, group_id, at=at)
    return transfer


def take_over(viewer: Viewer, transfer: Transfer, *, at: datetime) -> None:
    """Receive and assign in one, for a list that its new branch took over. In the caller's transaction."""
    transfer.received_on = local_date(at)
    take(viewer, transfer, State.RECEIVED, at=at, tell=False)
    _seat(viewer, transfer, None, at=at)


def _name_branch(transfer: Transfer, branch_id: int, today: date) -> None:
    branch = branches(SYSTEM).filter(pk=branch_id).first()
    if branch is None or committee_above(branch.path) != transfer.to_committee_id:
        raise NotABranch
    if transfer.valid_until and today > transfer.valid_until:
        raise LetterExpired
    transfer.to_branch_id = branch.pk


def assign(viewer: Viewer, *, transfer_id: int, group_id: int | None = None, at: datetime) -> Transfer:
    """The new branch takes the member in, into a group or none, from the day his committee received him."""
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "assign")
        _seat(viewer, transfer, group_id, at=at)
    return transfer


def _seat(viewer: Viewer, transfer: Transfer, group_id: int | None, *, at: datetime) -> None:
    """Move or enter the membership; within the tree nothing is left to do then."""
    moved_on = transfer.received_on or local_date(at)
    if transfer.comes_in:
        _enter(viewer, transfer, moved_on, at=at)
    else:
        _move(viewer, transfer, moved_on, at=at)
    by = Viewer.system(viewer.name)
    members.assign_group(by, person_id=transfer.person_id or 0, group_id=group_id, at=at)
    by_letter, by_message = transfer.route == Route.IN_LETTER, transfer.route == Route.IN_MESSAGE
    take(viewer, transfer, State.ASSIGNED, at=at, tell=by_letter)
    if by_message:
        answer(transfer, MessageKind.RECEIPT, {"received_on": moved_on.isoformat(), "handler": viewer.name}, at=at)
        take(viewer, transfer, State.RECEIPT_RETURNED, at=at, tell=False)
    if not by_letter:
        take(viewer, transfer, State.CLOSED, at=at)
    complete(viewer, transfer, on=moved_on, at=at)


def _move(viewer: Viewer, transfer: Transfer, moved_on: date, *, at: datetime) -> None:
    still_there(transfer)
    members.move_branch(
        Viewer.system(viewer.name), person_id=transfer.person_id or 0, branch_id=transfer.to_branch_id or 0,
        moved_on=moved_on, document=paper(transfer), at=at,
    )  # fmt: skip


def _enter(viewer: Viewer, transfer: Transfer, received_on: date, *, at: datetime) -> None:
    """Whoever comes from outside is entered; what the letter said about him is not kept twice."""
    details, dates = opened(transfer)
    person = members.receive_member(
        Viewer.system(viewer.name), branch_id=transfer.to_branch_id or 0, came_from=transfer.from_unit,
        received_on=received_on, document=paper(transfer), at=at, joined_on=dates["joined_on"] or received_on,
        full_on=dates["full_on"], **details,  # type: ignore[arg-type]
    )  # fmt: skip
    transfer.person_id, transfer.particulars = person.pk, ""
    for days in RECEIPT_AFTER:
        plan(transfer, Occasion.RECEIPT, received_on + timedelta(days=days), mark=str(days))


def paper(transfer: Transfer) -> str:
    """How other records name the transfer they rest on."""
    return f"组织关系转接 {transfer.letter_number or transfer.pk}"


def complete(viewer: Viewer, transfer: Transfer, *, on: date, at: datetime) -> None:
    """Write the fact down in the book of the branch that is responsible from now on, and announce it."""
    branch = transfer.to_branch_id or transfer.from_branch_id or 0
    fact = Fact(
        kind=TRANSFER, member_id=transfer.person_id or 0, organisation_id=branch, occurred_at=at,
        source_app="transfers", source_key=f"transfer:{transfer.pk}", mode=Mode.ONLINE, evidence=Evidence.SYSTEM,
        title=f"{transfer.from_unit} → {transfer.to_unit}"[:120], url=reverse("transfers:transfer", args=[transfer.pk]),
    )  # fmt: skip
    record(viewer, fact, at=at)
    paid = f"{transfer.paid_through:%Y-%m}" if transfer.paid_through else ""
    publish(
        TransferCompleted(
            transfer_id=transfer.pk, person_id=transfer.person_id or 0, from_branch_id=transfer.from_branch_id,
            to_branch_id=transfer.to_branch_id, kind=transfer.kind, received_on=on.isoformat(), dues_paid_through=paid,
        )
    )  # fmt: skip
