"""What was given in a case."""

from django.db.models import QuerySet, Sum

from zhibu.casework.models import Case, Outlay


def outlays_of(case: Case) -> QuerySet[Outlay]:
    """All rows, reversals too, in the order in which they were noted."""
    return Outlay.objects.filter(case=case).select_related("reversed_by").order_by("pk")


def given_fen(case: Case) -> int:
    """What remains given, in fen."""
    return int(Outlay.objects.filter(case=case).aggregate(total=Sum("amount_fen"))["total"] or 0)
