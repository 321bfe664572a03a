"""Statements, reconciliations, findings: for the treasurer of the whole tree."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from zhibu.dues.enums import Method, OrderState
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Finding, Order, Reconciliation, Statement, StatementLine
from zhibu.dues.queries.people import is_treasurer
from zhibu.kernel.viewer import Viewer

CAME_IN = (OrderState.PAID, OrderState.SURPLUS, OrderState.REFUNDED)


def paid_here(day: date, gateway: str) -> dict[str, int]:
    """Order numbers and sums that came in on a day through a gateway; at the counter by bank transfer alone."""
    rows = Order.objects.filter(paid_on=day, gateway=gateway, state__in=CAME_IN)
    if gateway == "counter":
        rows = rows.filter(registration__method=Method.BANK)
    return dict(rows.values_list("number", "total_fen"))


def lines_of(kind: str, day: date, gateway: str) -> dict[str, tuple[int, str]]:
    """Sums and references of a statement by order number."""
    rows = StatementLine.objects.filter(statement__kind=kind, statement__day=day, statement__gateway=gateway)
    found = rows.values_list("number", "amount_fen", "reference")
    return {number: (fen, reference) for number, fen, reference in found}


def reconciliations(viewer: Viewer) -> QuerySet[Reconciliation]:
    """The days compared, the latest first, with how many differences are open."""
    rows = Reconciliation.objects.all() if is_treasurer(viewer) else Reconciliation.objects.none()
    return rows.annotate(open=Count("findings", filter=Q(findings__settled_at=None))).order_by("-day", "gateway")


def get_reconciliation(viewer: Viewer, pk: int) -> Reconciliation:
    """One day. Raises NoSuchDues."""
    found = reconciliations(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found


def get_finding(viewer: Viewer, pk: int) -> Finding:
    """One difference. Raises NoSuchDues."""
    found = Finding.objects.filter(pk=pk, reconciliation__in=reconciliations(viewer).order_by().values("pk")).first()
    if found is None:
        raise NoSuchDues
    return found


def findings(viewer: Viewer) -> QuerySet[Finding]:
    """All differences that the viewer looks after."""
    return Finding.objects.filter(reconciliation__in=reconciliations(viewer).order_by().values("pk")).order_by("-pk")


def has_bank_file(day: date, gateway: str) -> bool:
    """Whether the bank's file of a day was taken in."""
    return Statement.objects.filter(kind="bank", day=day, gateway=gateway).exists()
