"""Frozen figures, what people say about them, and how they are put right."""

from datetime import datetime, time, timedelta

from django.db import models
from django.db.models import F, Q

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.points.enums import Aspect, ObjectionState, SettlementState
from zhibu.points.models.scheme import Scheme


class Settlement(models.Model):
    """Figures of a scheme from 1 January to the end of a quarter, of facts recorded up to `facts_until`.

    The fourth is the year's. A fact recorded later counts in the next quarter (rules.md 7.3).
    """

    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="settlements")
    quarter = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SettlementState, default=SettlementState.FROZEN)
    facts_until = models.DateTimeField()
    settled_by = models.CharField(max_length=80)
    settled_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    notice_ends_on = models.DateField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["scheme", "quarter"], name="quarter_settled_once"),
            models.CheckConstraint(condition=Q(quarter__gte=1, quarter__lte=4), name="settled_in_a_quarter"),
            models.CheckConstraint(
                condition=Q(state=SettlementState.FROZEN) | Q(notice_ends_on__isnull=False), name="notice_has_an_end"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.scheme_id} Q{self.quarter}"

    @property
    def closes_at(self) -> datetime:
        """Midnight after the last day of the notice."""
        last = self.notice_ends_on or local_date(self.settled_at)
        return datetime.combine(last + timedelta(days=1), time(), SHANGHAI)


class Figure(models.Model):
    """What one member comes to, in tenths, by aspect; frozen. `total` is kept within 0 and 1000."""

    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="figures")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    morality = models.SmallIntegerField()
    ability = models.SmallIntegerField()
    diligence = models.SmallIntegerField()
    performance = models.SmallIntegerField()
    honesty = models.SmallIntegerField()
    total = models.SmallIntegerField()
    has_veto = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "settlement"], name="one_figure_a_settlement"),
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=1000), name="total_within_range"),
        ]
        indexes = [models.Index(fields=["settlement", "branch"], name="figures_of_branch")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.total}"

    @property
    def shown(self) -> "Figure | OpenFigure":
        """The sums that others than the person may read."""
        return getattr(self, "open", self)


class OpenFigure(models.Model):
    """What others read in a figure's stead, where confidential facts are in it: the same sums without those facts.

    Everybody else's figure is open as it is. Frozen with it.
    """

    figure = models.OneToOneField(Figure, models.PROTECT, primary_key=True, related_name="open")
    morality = models.SmallIntegerField()
    ability = models.SmallIntegerField()
    diligence = models.SmallIntegerField()
    performance = models.SmallIntegerField()
    honesty = models.SmallIntegerField()
    total = models.SmallIntegerField()
    has_veto = models.BooleanField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=0, total__lte=1000), name="open_total_within_range")
        ]

    def __str__(self) -> str:
        return f"{self.figure_id}: {self.total}"


class Comment(models.Model):
    """Open comment of a member of the branch on a published settlement (inventory row 46)."""

    key = models.UUIDField(unique=True)
    settlement = models.ForeignKey(Settlement, models.PROTECT, related_name="comments")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    author = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.author_id}: {self.text[:20]}"


class Objection(models.Model):
    """Objection of any member of the branch within the notice, its answer, the appeal and its decision."""

    key = models.UUIDField(unique=True)
    figure = models.ForeignKey(Figure, models.PROTECT, related_name="objections")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    raised_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    raised_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ObjectionState, default=ObjectionState.OPEN)
    answer_due_on = models.DateField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    appeal = models.CharField(max_length=500, blank=True)
    appealed_at = models.DateTimeField(null=True, blank=True)
    appeal_due_on = models.DateField(null=True, blank=True)
    decision = models.CharField(max_length=500, blank=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state=ObjectionState.OPEN) | ~Q(answer=""), name="answer_is_written"),
            models.CheckConstraint(
                condition=~Q(state=ObjectionState.DECIDED) | ~Q(decision=""), name="appeal_decision_is_written"
            ),
        ]
        indexes = [models.Index(fields=["branch", "state"], name="objections_of_branch")]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.state}"


class Adjustment(models.Model):
    """A correction of a frozen figure; append-only, names the decision, and is shown beside the old figure."""

    key = models.UUIDField(unique=True)
    figure = models.ForeignKey(Figure, models.PROTECT, related_name="adjustments")
    aspect = models.PositiveSmallIntegerField(choices=Aspect)
    delta = models.SmallIntegerField()
    decision = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    objection = models.ForeignKey(Objection, models.PROTECT, null=True, blank=True, related_name="adjustments")
    is_confidential = models.BooleanField(default=False)  # of a fact that the open figure leaves out
    decided_by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(delta=0), name="adjustment_changes_something"),
            models.CheckConstraint(
                condition=~Q(decision="") & ~Q(reason="") & ~Q(decision=F("reason")), name="adjustment_names_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.figure_id} {self.delta:+}"
