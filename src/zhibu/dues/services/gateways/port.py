"""The port that every payment company stands behind (WeChat Pay, UnionPay, the local trial gateway).

Amounts are whole fen. A gateway never changes an order: it only says something about one (`Said`), and
`services.transition.tell` decides what follows, whoever said it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was said about an order: paid so much under this reference, not paid, given back."""

    number: str
    outcome: str
    amount_fen: int
    reference: str = ""
    happened_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One payment of a day in the gateway's own statement."""

    number: str
    amount_fen: int
    reference: str


class PaymentGateway(Protocol):
    """What a payment company is asked to do."""

    code: str
    label: str | Promise

    def address(self, number: str) -> str:
        """Where the payer goes to pay."""
        ...

    def read(self, headers: Mapping[str, str], body: bytes, *, at: datetime) -> Said:
        """A notice that came in. Raises CallbackForged unless its signature holds and it is fresh."""
        ...

    def query(self, number: str) -> Said | None:
        """What the company knows of an order; None when it has never heard of it."""
        ...

    def refund(self, number: str, amount_fen: int, *, at: datetime) -> Said | None:
        """Give money back; safe to ask twice. None while it is on its way."""
        ...

    def statement(self, day: date) -> list[Line]:
        """Everything that was paid on a day."""
        ...
