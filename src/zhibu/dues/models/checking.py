"""Statements of a day from the gateway and the bank, and what a three-way comparison found."""

from django.db import models
from django.db.models import Q

from zhibu.dues.enums import CHANNELS, Difference, StatementKind


class Statement(models.Model):
    """A day's statement as it was taken in. The same file again is the same statement."""

    kind = models.CharField(max_length=10, choices=StatementKind)
    day = models.DateField()
    gateway = models.CharField(max_length=20)
    sha256 = models.CharField(max_length=64)
    lines = models.PositiveIntegerField()
    total_fen = models.PositiveBigIntegerField()
    taken_by = models.CharField(max_length=80)
    taken_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "day", "gateway"], name="one_statement_a_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.day}"


class StatementLine(models.Model):
    """One payment in a statement, by our order number."""

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="rows", db_index=False)
    number = models.CharField(max_length=24)
    amount_fen = models.PositiveIntegerField()
    reference = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["statement", "number"], name="order_once_in_a_statement")]

    def __str__(self) -> str:
        return f"{self.number} {self.amount_fen}"


class Reconciliation(models.Model):
    """Our book, the gateway's and the bank's for a day, compared. Doing it again compares again."""

    day = models.DateField()
    gateway = models.CharField(max_length=20)
    here_count = models.PositiveIntegerField()
    here_fen = models.PositiveBigIntegerField()
    gateway_count = models.PositiveIntegerField()
    gateway_fen = models.PositiveBigIntegerField()
    bank_count = models.PositiveIntegerField()
    bank_fen = models.PositiveBigIntegerField()
    agreed = models.PositiveIntegerField()
    done_by = models.CharField(max_length=80)
    done_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "gateway"], name="one_reconciliation_a_day")]

    def __str__(self) -> str:
        return f"{self.gateway} {self.day}"

    @property
    def channel(self) -> str:
        """The channel in words."""
        return str(CHANNELS.get(self.gateway, self.gateway))


class Finding(models.Model):
    """One difference; it stays until somebody writes down how it was settled."""

    reconciliation = models.ForeignKey(Reconciliation, models.CASCADE, related_name="findings", db_index=False)
    number = models.CharField(max_length=24)
    difference = models.CharField(max_length=20, choices=Difference)
    here_fen = models.PositiveIntegerField(null=True, blank=True)
    gateway_fen = models.PositiveIntegerField(null=True, blank=True)
    bank_fen = models.PositiveIntegerField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reconciliation", "number"], name="one_finding_for_an_order"),
            models.CheckConstraint(condition=Q(settled_at=None) | ~Q(note=""), name="settled_finding_says_how"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.difference}"
