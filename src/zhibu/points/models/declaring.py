"""What people declare, and decisions about who is measured how."""

from django.db import models
from django.db.models import Q

from zhibu.points.enums import AbsenceGround, DeclarationState, ExclusionGround
from zhibu.points.models.scheme import Index, Scheme


class Declaration(models.Model):
    """An item that somebody says happened, for a body to confirm. Approved, it becomes one fact of the ledger.

    `key` comes with the form, so that a second tap is the same declaration.
    """

    key = models.UUIDField(unique=True)
    index = models.ForeignKey(Index, models.PROTECT, related_name="declarations")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    happened_on = models.DateField()
    text = models.CharField(max_length=500)
    url = models.URLField(max_length=300, blank=True)
    file = models.ForeignKey("drive.File", models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    declared_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    declared_by_name = models.CharField(max_length=80)
    declared_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=DeclarationState, default=DeclarationState.DECLARED)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    entry_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=DeclarationState.REFUSED) | ~Q(reason=""), name="refusal_gives_reason"
            ),
            models.CheckConstraint(
                condition=~Q(state=DeclarationState.APPROVED) | Q(entry_id__isnull=False), name="approved_has_fact"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "state"], name="declaration_of_person"),
            models.Index(
                fields=["branch", "declared_at"],
                name="declaration_waiting",
                condition=Q(state=DeclarationState.DECLARED),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index_id} {self.person_id} {self.happened_on}"


class Absence(models.Model):
    """Absent by right in a quarter: base items are scaled to the quarters that remain (rules.md 7.3)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    ground = models.CharField(max_length=20, choices=AbsenceGround)
    decision = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "year", "quarter"], name="absent_once_a_quarter"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="absence_in_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}Q{self.quarter}"


class Exclusion(models.Model):
    """Left out of a scheme by decision of the branch (rules.md 7.3)."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="exclusions")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=20, choices=ExclusionGround)
    decision = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scheme", "person"], name="excluded_once")]

    def __str__(self) -> str:
        return f"{self.person_id} − {self.scheme_id}"
