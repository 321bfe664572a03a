"""The sending side: the branch confirms, the committee approves."""

from datetime import date, datetime

from django.db import transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.transfers.enums import State
from zhibu.transfers.errors import DuesMonthWrong, MovedMeanwhile
from zhibu.transfers.models import Transfer
from zhibu.transfers.rules.clock import months_back
from zhibu.transfers.services.steps import branch_now, for_act, take


def confirm(viewer: Viewer, *, transfer_id: int, paid_through: date, note: str = "", at: datetime) -> Transfer:
    """The old branch confirms who it is and up to which month dues are paid. Raises DuesMonthWrong."""
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "confirm")
        still_there(transfer)
        if not months_back(local_date(at), paid_through):
            raise DuesMonthWrong
        transfer.paid_through = paid_through.replace(day=1)
        take(viewer, transfer, State.BRANCH_CONFIRMED, at=at, note=note)
    return transfer


def approve(viewer: Viewer, *, transfer_id: int, note: str = "", at: datetime) -> Transfer:
    """The committee above the old branch decides."""
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "approve")
        still_there(transfer)
        take(viewer, transfer, State.COMMITTEE_APPROVED, at=at, note=note)
    return transfer


def still_there(transfer: Transfer) -> None:
    """Raises MovedMeanwhile when the old branch is no longer the responsible one."""
    if transfer.person_id and branch_now(transfer.person_id) != transfer.from_branch_id:
        raise MovedMeanwhile
