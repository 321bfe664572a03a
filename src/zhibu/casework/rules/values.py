"""Numbers that can be checked by themselves."""

import re
from decimal import Decimal, InvalidOperation

MOBILE = re.compile(r"^1[3-9]\d{9}$")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MOST_FEN = 10**11


def is_citizen_id(number: str) -> bool:
    """Seventeen digits and the check character of GB 11643-1999."""
    if not re.fullmatch(r"\d{17}[\dX]", number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, WEIGHTS, strict=False))
    return number[17] == "10X98765432"[total % 11]


def fen(text: str) -> int | None:
    """Yuan with at most two decimals as whole fen; None for what is no amount."""
    try:
        amount = Decimal(text.replace(",", "").replace("，", "").strip()) * 100
    except InvalidOperation:
        return None
    whole = amount.is_finite() and amount == amount.to_integral_value() and 0 <= amount <= MOST_FEN
    return int(amount) if whole else None


def as_yuan(amount: int) -> str:
    """Fen as an input shows them."""
    return f"{amount // 100}.{amount % 100:02d}"
