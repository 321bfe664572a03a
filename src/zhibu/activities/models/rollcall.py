"""When the organiser's list was opened and signed."""

from django.db import models
from django.db.models import Q

from zhibu.activities.models.activity import Activity


class RollCall(models.Model):
    """The list of one activity. Once the host has signed it, lines change only by correction with a reason."""

    activity = models.OneToOneField(Activity, models.PROTECT, related_name="rollcall")
    opened_at = models.DateTimeField()
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True) | ~Q(signed_by=""), name="list_signed_by_somebody"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}"
