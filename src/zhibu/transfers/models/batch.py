"""A whole unit moves: a list, worked off in the background, with its sheets for the printer (rules.md 6.2)."""

from django.db import models
from django.db.models import Q

from zhibu.transfers.enums import BatchState


class Batch(models.Model):
    """All members of a branch go one way by one decision. Counted apart in the statistics."""

    key = models.UUIDField(unique=True)
    committee = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    to_branch = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    to_unit = models.CharField(max_length=120)
    addressee = models.CharField(max_length=120, blank=True)
    document = models.CharField(max_length=120)
    paid_through = models.DateField()
    valid_days = models.PositiveSmallIntegerField()
    site = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=BatchState, default=BatchState.MOVING)
    total = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    received_by = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["branch"], condition=~Q(state=BatchState.DONE), name="one_open_batch_a_branch"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch_id} → {self.to_unit}"


class BatchLine(models.Model):
    """One member of it: his transfer, or why he did not go with the others."""

    batch = models.ForeignKey(Batch, models.PROTECT, related_name="lines")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    transfer = models.ForeignKey("transfers.Transfer", models.PROTECT, null=True, related_name="+")
    trouble = models.CharField(max_length=200, blank=True)
    received = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "person"], name="once_in_a_batch")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.person_id}"


class Sheets(models.Model):
    """Letters of a batch for the printer, sealed because they show citizen numbers."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="sheets")
    number = models.PositiveSmallIntegerField()
    letters = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="sheets_made_once")]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"
