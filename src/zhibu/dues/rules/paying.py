"""What may become of an order, as one table: callback, query, reconciliation and counter all come through it."""

from zhibu.dues.enums import OrderState, Outcome

SETTLE, LATE, DOUBLE, CLOSE, GIVE_BACK, NOTHING = "settle", "late", "double", "close", "give_back", "nothing"

STEPS: dict[tuple[str, str], str] = {
    (OrderState.OPEN, Outcome.PAID): SETTLE,
    (OrderState.CLOSED, Outcome.PAID): LATE,
    (OrderState.PAID, Outcome.PAID): DOUBLE,
    (OrderState.OPEN, Outcome.FAILED): CLOSE,
    (OrderState.PAID, Outcome.REFUNDED): GIVE_BACK,
    (OrderState.SURPLUS, Outcome.REFUNDED): GIVE_BACK,
}


def step(state: str, outcome: str) -> str:
    """What a report means for an order in a state; what the table does not name changes nothing."""
    return STEPS.get((state, outcome), NOTHING)
