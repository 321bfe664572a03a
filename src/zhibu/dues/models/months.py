"""The months owed, and what changes them: hardship, quarters, consent to be paid for; tasks about arrears."""

from django.db import models
from django.db.models import F, Q

from zhibu.dues.enums import BAND_LABELS, MonthState, RequestState
from zhibu.dues.models.assessment import Assessment
from zhibu.kernel.crypto import SealedField


class Hardship(models.Model):
    """Paying less or nothing for a time: the branch studies, the committee one level up approves (D1 Art. 7)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    first_month = models.DateField()
    last_month = models.DateField()
    asked_fen = models.PositiveIntegerField()
    approved_fen = models.PositiveIntegerField(null=True, blank=True)
    reason = SealedField()
    opinion = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    studied_by = models.CharField(max_length=80, blank=True)
    studied_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last_month__gte=F("first_month")), name="hardship_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(state=RequestState.APPROVED) | (Q(approved_fen__isnull=False) & ~Q(document="")),
                name="approved_hardship_has_sum_and_document",
            ),
        ]
        indexes = [models.Index(fields=["person", "state", "first_month"], name="hardship_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.first_month:%Y-%m}..{self.last_month:%Y-%m}"


class QuarterPlan(models.Model):
    """Paying by the quarter for a special reason, with the branch's agreement (D1 Art. 12)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    quarter = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=12, choices=RequestState, default=RequestState.ASKED)
    asked_at = models.DateTimeField()
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "quarter"],
                condition=Q(state__in=[RequestState.ASKED, RequestState.APPROVED]),
                name="one_quarter_plan",
            ),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="quarter_is_one_of_four"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}Q{self.quarter}"


class Obligation(models.Model):
    """What one member owes for one month. `organisation` collects it: the branch of that month.

    `assessed_fen` is by the rule, `amount_fen` what is owed after an approved hardship. Only `services.transition`
    makes a month paid.
    """

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    month = models.DateField()
    kind = models.CharField(max_length=30)
    band = models.CharField(max_length=30)
    assessed_fen = models.PositiveIntegerField()
    amount_fen = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=MonthState, default=MonthState.DUE)
    due_on = models.DateField()
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="+", db_index=False)
    hardship = models.ForeignKey(Hardship, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    billed_at = models.DateTimeField()
    paid_at = models.DateTimeField(null=True, blank=True)
    late_noted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "month"], name="one_obligation_a_month"),
            models.CheckConstraint(
                condition=~Q(state=MonthState.PAID) | Q(paid_at__isnull=False), name="paid_month_has_day"
            ),
            models.CheckConstraint(
                condition=~Q(state=MonthState.DUE) | Q(amount_fen__gt=0), name="due_month_has_amount"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "month"], name="months_of_branch"),
            models.Index(fields=["due_on"], name="months_due", condition=Q(state="due")),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"

    @property
    def band_label(self) -> str:
        """The band in words."""
        return str(BAND_LABELS.get(self.band, self.band))


class Consent(models.Model):
    """A member lets somebody else hand in his dues (D1 Art. 12); the other sees months and sums, nothing more."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    payer = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    given_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "payer"], condition=Q(ended_at=None), name="one_consent_for_a_payer"
            ),
            models.CheckConstraint(condition=~Q(person=F("payer")), name="nobody_consents_to_himself"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} ← {self.payer_id}"


class ArrearsTask(models.Model):
    """A task for the organisation about a member in arrears; a person decides what follows, never the system."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    first_month = models.DateField()
    months = models.PositiveSmallIntegerField()
    raised_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "first_month", "months"], name="arrears_told_once"),
            models.CheckConstraint(condition=Q(done_at=None) | ~Q(note=""), name="done_task_says_what_was_done"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.months}"
