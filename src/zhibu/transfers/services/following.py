"""What a transfer does when the membership changes by another way."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from zhibu.kernel.viewer import Viewer
from zhibu.transfers.enums import State
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.parties import SYSTEM
from zhibu.transfers.services.letters import end_letter
from zhibu.transfers.services.steps import branch_now, take


def follow_person(*, person_id: int, at: datetime, by: Viewer = SYSTEM) -> None:
    """An open transfer from a branch that is no longer responsible is taken back by itself."""
    with transaction.atomic():
        open_ones = Transfer.objects.select_for_update().filter(person_id=person_id, closed_at=None)
        for transfer in open_ones.exclude(from_branch=None):
            if branch_now(person_id) != transfer.from_branch_id:
                transfer.held_since, transfer.held_for = None, ""
                end_letter(by, transfer, reason=_("组织关系已另行调整"), at=at)
                take(by, transfer, State.WITHDRAWN, at=at, note=_("组织关系已另行调整"))
