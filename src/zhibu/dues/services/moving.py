"""One form for what a bookkeeper enters by hand: cash to the bank, interest, what was there before."""

from datetime import date, datetime
from uuid import UUID

from zhibu.dues.enums import Account
from zhibu.dues.models import Entry
from zhibu.dues.services.bookkeeping import deposit, enter_interest, enter_opening
from zhibu.kernel.viewer import Viewer


def move(viewer: Viewer, *, organisation_id: int, what: str, amount: int, on: date, key: UUID, at: datetime) -> Entry:
    """Enter it. Raises NoSuchDues, VoluntaryTooSmall, NotEnoughMoney."""
    if what == "opening":
        return enter_opening(
            viewer, organisation_id=organisation_id, account=Account.BANK, amount_fen=amount, on=on, at=at
        )
    enter = enter_interest if what == "interest" else deposit
    return enter(viewer, organisation_id=organisation_id, key=key, amount_fen=amount, on=on, at=at)
