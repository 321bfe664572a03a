"""What was given, in fen. A row is never changed: a mistake is reversed by another row."""

from django.db import models
from django.db.models import Q

from zhibu.casework.enums import OutlayKind
from zhibu.casework.models.case import Case


class Outlay(models.Model):
    """Money, a gift or a fee, given to somebody on a day; append-only. `reverses` names the row that it takes back."""

    key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="outlays")
    kind = models.CharField(max_length=10, choices=OutlayKind)
    amount_fen = models.BigIntegerField()
    what = models.CharField(max_length=80, blank=True)
    given_to = models.CharField(max_length=40)
    given_on = models.DateField()
    receipt_file_id = models.BigIntegerField(null=True, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.CharField(max_length=200, blank=True)
    noted_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+")
    noted_by_name = models.CharField(max_length=80)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(reverses=None, amount_fen__gt=0)
                | (Q(reverses__isnull=False, amount_fen__lt=0) & ~Q(reason="")),
                name="outlay_or_its_reversal",
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.amount_fen}"
