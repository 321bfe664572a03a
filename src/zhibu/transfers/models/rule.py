"""What a kind of transfer asks for, by date."""

from django.db import models
from django.db.models import F, Q

from zhibu.transfers.enums import Carrier, Kind


class KindRule(models.Model):
    """One kind from a day on, with its source. In force is the latest row not after the day.

    `moves` is False where the relation is kept (abroad). Days are calendar days: validity of the letter or message,
    one month for the receipt, and how long a step may take before its handler is reminded.
    """

    kind = models.CharField(max_length=30, choices=Kind)
    in_force_from = models.DateField()
    carrier = models.CharField(max_length=10, choices=Carrier)
    moves = models.BooleanField(default=True)
    valid_days = models.PositiveSmallIntegerField(default=90)
    valid_days_most = models.PositiveSmallIntegerField(default=90)
    receipt_days = models.PositiveSmallIntegerField(default=30)
    step_days = models.PositiveSmallIntegerField(default=7)
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "in_force_from"], name="one_kind_rule_a_day"),
            models.CheckConstraint(condition=Q(valid_days__lte=F("valid_days_most")), name="validity_within_the_most"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.in_force_from}"
