"""The dues book of an organisation, sheets up the tree, uses of money, and what is published a year."""

from django.db import models
from django.db.models import F, Q

from zhibu.dues.enums import USES, Account, RemittanceState, UseState
from zhibu.organisations.enums import Kind


class Entry(models.Model):
    """One movement between two accounts of one organisation; append-only.

    Debit and credit stand in one row with one amount, so a book that does not balance cannot be written down.
    A correction is an entry the other way that names the old one.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    debit = models.CharField(max_length=20, choices=Account)
    credit = models.CharField(max_length=20, choices=Account)
    amount_fen = models.PositiveBigIntegerField()
    occurred_on = models.DateField()
    text = models.CharField(max_length=200)
    source_key = models.CharField(max_length=80, unique=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="entry_has_amount"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="entry_moves_between_two_accounts"),
        ]
        indexes = [models.Index(fields=["organisation", "occurred_on"], name="book_of_organisation")]

    def __str__(self) -> str:
        return f"{self.debit} / {self.credit} {self.amount_fen}"


class RemittanceRule(models.Model):
    """How much of the dues an organisation passes up, by local decision (rules.md 5.7); the latest day holds.

    Without an organisation the rule holds for every one of `organisation_kind`. `basis_points` of 10,000.
    """

    organisation_kind = models.CharField(max_length=30)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    basis_points = models.PositiveSmallIntegerField()
    due_month = models.PositiveSmallIntegerField(default=4)
    in_force_from = models.DateField()
    document = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(basis_points__lte=10_000), name="no_more_than_the_whole"),
            models.UniqueConstraint(
                fields=["organisation", "in_force_from"],
                condition=Q(organisation__isnull=False),
                name="one_remittance_rule_a_day",
            ),
            models.UniqueConstraint(
                fields=["organisation_kind", "in_force_from"],
                condition=Q(organisation=None),
                name="one_general_remittance_rule_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_kind} {self.basis_points}"

    @property
    def percent(self) -> str:
        """The part in per cent."""
        return f"{self.basis_points / 100:g}%"

    @property
    def kind_label(self) -> str:
        """The kind of organisation in words."""
        return str(Kind(self.organisation_kind).label)


class Remittance(models.Model):
    """A sheet of dues passed up (党费上缴单): months, people due and paid, sums, remitted, kept (rules.md 9.5)."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    first_month = models.DateField()
    last_month = models.DateField()
    people_due = models.PositiveIntegerField()
    people_paid = models.PositiveIntegerField()
    arrears_fen = models.PositiveBigIntegerField()
    income_fen = models.PositiveBigIntegerField()
    basis_points = models.PositiveSmallIntegerField()
    amount_fen = models.PositiveBigIntegerField()
    large_fen = models.PositiveBigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=RemittanceState, default=RemittanceState.DRAWN)
    drawn_by = models.CharField(max_length=80)
    drawn_by_id = models.BigIntegerField(null=True)
    drawn_at = models.DateTimeField()
    sent_by = models.CharField(max_length=80, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_by = models.CharField(max_length=80, blank=True)
    received_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "first_month"], name="one_sheet_for_a_period"),
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="sheet_ends_after_start"),
            models.CheckConstraint(condition=Q(amount_fen__lte=F("income_fen")), name="no_more_up_than_came_in"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.first_month:%Y-%m}..{self.last_month:%Y-%m}"


class Use(models.Model):
    """Money spent by collective decision, never by one person (D1 Art. 20); for one of five purposes (Art. 19)."""

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=20, choices=[(use.value, use.label) for use in USES])
    amount_fen = models.PositiveBigIntegerField()
    text = models.CharField(max_length=200)
    meeting = models.CharField(max_length=200)
    decided_on = models.DateField()
    present = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=UseState, default=UseState.DECIDED)
    written_by = models.CharField(max_length=80)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    paid_by = models.CharField(max_length=80, blank=True)
    paid_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="use_has_amount"),
            models.CheckConstraint(condition=Q(present__gte=2), name="use_is_decided_by_several"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.amount_fen}"


class YearSheet(models.Model):
    """What was published to the members of an organisation about a year; fixed once published."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    figures = models.JSONField()
    published_by = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "year"], name="year_published_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.year}"
