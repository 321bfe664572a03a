"""Comparing a day as one act of the page: the bank's file, when there is one, then the comparison."""

from datetime import date, datetime
from typing import Any

from zhibu.dues.enums import CHANNELS
from zhibu.dues.models import Reconciliation
from zhibu.dues.services.checking import import_bank_file, reconcile
from zhibu.dues.services.gateways import COUNTER, open_gateways
from zhibu.kernel.viewer import Viewer


def channels() -> list[tuple[str, Any]]:
    """What can be compared: the open gateways, and bank transfers of the counter."""
    return [*((one.code, one.label) for one in open_gateways()), (COUNTER, CHANNELS[COUNTER])]


def compare_day(viewer: Viewer, *, day: date, gateway: str, bank_file: Any, at: datetime) -> Reconciliation:
    """Raises StatementWrong for a file that does not agree with itself; then nothing is compared."""
    if bank_file:
        import_bank_file(viewer, content=bank_file.read(), day=day, gateway_code=gateway, at=at)
    return reconcile(viewer, day=day, gateway_code=gateway, at=at)
