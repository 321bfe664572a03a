"""The tree of Party organisations, what happened to each, and the bodies beside a committee."""

from datetime import date

from django.db import models
from django.db.models import Q
from treebeard.mp_tree import MP_Node

from zhibu.organisations.enums import BodyKind, Change, Kind, Limit, Province, RenewalStage, State, UnitRelation
from zhibu.organisations.rules import due_on


class Organisation(MP_Node):  # type: ignore[misc]
    """A node of the tree by Party subordination. A role held on it covers the subtree: `path` prefix."""

    name = models.CharField(max_length=120)
    short_name = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=30, choices=Kind)
    state = models.CharField(max_length=20, choices=State, default=State.ACTIVE)
    unit_relation = models.CharField(max_length=20, choices=UnitRelation, default=UnitRelation.SAME_AS_PARENT)
    province = models.CharField(max_length=2, choices=Province, blank=True)
    contact_name = models.CharField(max_length=40, blank=True)
    contact_phone = models.CharField(max_length=30, blank=True)
    founded_on = models.DateField(null=True, blank=True)
    elected_on = models.DateField(null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(null=True, blank=True)
    term_extended_to = models.DateField(null=True, blank=True)
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="absorbed")

    node_order_by: list[str] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(state=State.MERGED), name="heir_only_when_merged"
            ),
        ]

    def __str__(self) -> str:
        return str(self.short_name)

    @property
    def due_on(self) -> date | None:
        """The day the term ends: approved extension first, else election day plus the term's years."""
        return due_on(self.elected_on, self.term_years, self.term_extended_to)


class OrganisationEvent(models.Model):
    """A dated change of an organisation; append-only, so that moves and mergers lose no history."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="events")
    change = models.CharField(max_length=20, choices=Change)
    happened_on = models.DateField()
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=200, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.change} {self.happened_on}"


class AffiliatedBody(models.Model):
    """A mass organisation or working body that hangs on a committee (inventory row 86)."""

    committee = models.ForeignKey(Organisation, models.PROTECT, related_name="bodies")
    kind = models.CharField(max_length=30, choices=BodyKind)
    name = models.CharField(max_length=80)
    founded_on = models.DateField(null=True, blank=True)
    elected_on = models.DateField(null=True, blank=True)
    term_years = models.PositiveSmallIntegerField(null=True, blank=True)
    dissolved_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["committee", "kind"], condition=Q(dissolved_on=None), name="one_body_of_a_kind"
            )
        ]

    def __str__(self) -> str:
        return str(self.name)


class TermRule(models.Model):
    """How long a body sits, by kind and date (rules.md 1.4); the rule in force is the latest not after the day."""

    kind = models.CharField(max_length=30)
    years = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "in_force_from"], name="one_term_rule_a_day")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.years}"


class LimitRule(models.Model):
    """A number of a rule, by date, with its source; in force is what the latest day not after today says.

    `remind_days_before` has several rows of one day: all of them hold.
    """

    code = models.CharField(max_length=30, choices=Limit)
    number = models.PositiveSmallIntegerField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "in_force_from", "number"], name="limit_said_once")]

    def __str__(self) -> str:
        return f"{self.code}: {self.number}"


class Renewal(models.Model):
    """The renewal of the committee whose term ends on `due_on`; one at a time (rules.md 1.6)."""

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="renewals")
    due_on = models.DateField()
    finished_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "due_on"], name="one_renewal_a_term"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(finished_on=None), name="one_renewal_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.due_on}"


class RenewalStep(models.Model):
    """A step that was done: when, on which paper, entered by whom."""

    renewal = models.ForeignKey(Renewal, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField(choices=RenewalStage)
    happened_on = models.DateField()
    document = models.CharField(max_length=200)
    note = models.CharField(max_length=300, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["renewal", "number"], name="renewal_step_once"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=12), name="renewal_has_twelve_steps"),
        ]

    def __str__(self) -> str:
        return f"{self.renewal_id}:{self.number}"
