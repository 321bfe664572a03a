"""Tables of dues."""

from zhibu.dues.models.assessment import Assessment, PolicyRow
from zhibu.dues.models.books import Entry, Remittance, RemittanceRule, Use, YearSheet
from zhibu.dues.models.checking import Finding, Reconciliation, Statement, StatementLine
from zhibu.dues.models.months import ArrearsTask, Consent, Hardship, Obligation, QuarterPlan
from zhibu.dues.models.paying import (
    Order,
    OrderLine,
    Receipt,
    ReceiptCounter,
    ReceiptVoid,
    Refund,
    Registration,
    Report,
    TrialPayment,
)

__all__ = [
    "ArrearsTask",
    "Assessment",
    "Consent",
    "Entry",
    "Finding",
    "Hardship",
    "Obligation",
    "Order",
    "OrderLine",
    "PolicyRow",
    "QuarterPlan",
    "Receipt",
    "ReceiptCounter",
    "ReceiptVoid",
    "Reconciliation",
    "Refund",
    "Registration",
    "Remittance",
    "RemittanceRule",
    "Report",
    "Statement",
    "StatementLine",
    "TrialPayment",
    "Use",
    "YearSheet",
]
