"""What a person says is wrong in his record, and who looked at what is sealed."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField
from zhibu.members.enums import CorrectionState


class Correction(models.Model):
    """A request to correct one field. Both values are sealed, whatever the class of the field."""

    key = models.UUIDField(unique=True)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="corrections")
    field = models.CharField(max_length=40)
    before = SealedField(blank=True, default="")
    proposed = SealedField(blank=True, default="")
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=20, choices=CorrectionState, default=CorrectionState.WAITING)
    asked_at = models.DateTimeField()
    due_on = models.DateField()
    answer = models.CharField(max_length=300, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "field"], condition=Q(state="waiting"), name="one_open_correction_a_field"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "withdrawn"]) | Q(answered_at__isnull=False),
                name="answered_correction_has_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="corrections_waiting")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field} {self.state}"


class Reveal(models.Model):
    """Somebody opened a sealed field, and why; append-only, and the person concerned reads it."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="reveals")
    field = models.CharField(max_length=40)
    looked_by = models.CharField(max_length=80)
    looked_by_id = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "-at"], name="reveals_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field} {self.looked_by}"
