"""What transfers announce."""

from dataclasses import dataclass

from zhibu.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCompleted(Event):
    """A relation has moved: the old branch is responsible up to `received_on`, the new one from that day.

    A branch outside the tree is None. `dues_paid_through` is the last month paid at the old branch ("2026-10", ""
    when nobody said): the new one collects from the month after. Counted apart in the statistics when `kind` is
    "whole_unit".
    """

    transfer_id: int
    person_id: int
    from_branch_id: int | None
    to_branch_id: int | None
    kind: str
    received_on: str
    dues_paid_through: str
