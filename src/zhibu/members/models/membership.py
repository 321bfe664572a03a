"""Party membership: the present state, and every dated event that led to it."""

from django.db import models
from django.db.models import F, Q

from zhibu.members.enums import Category, LeaveKind, MembershipChange, Status
from zhibu.organisations.enums import PostTitle


class Membership(models.Model):
    """A person's Party membership now. Exactly one branch keeps the formal relation."""

    person = models.OneToOneField("members.Person", models.PROTECT, related_name="membership")
    # No index of its own: `membership_roll` begins with it.
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    group = models.ForeignKey("organisations.Organisation", models.SET_NULL, null=True, blank=True, related_name="+")
    category = models.CharField(max_length=20, choices=Category)
    status = models.CharField(max_length=20, choices=Status, default=Status.NORMAL)
    joined_on = models.DateField()
    full_on = models.DateField(null=True, blank=True)
    joining_kind = models.CharField(max_length=40, blank=True)
    joining_branch = models.CharField(max_length=120, blank=True)
    probation_extended_to = models.DateField(null=True, blank=True)
    standing_adjustment_months = models.PositiveSmallIntegerField(default=0)
    voting_suspended = models.BooleanField(default=False)
    is_lost = models.BooleanField(default=False)
    lost_since = models.DateField(null=True, blank=True)
    is_mobile = models.BooleanField(default=False)
    flow_to = models.CharField(max_length=120, blank=True)
    registered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(category=Category.FULL) | Q(full_on__isnull=False), name="full_member_has_date"
            ),
            models.CheckConstraint(
                condition=Q(full_on__isnull=True) | Q(full_on__gte=F("joined_on")),
                name="full_not_before_joining",
            ),
            models.CheckConstraint(condition=Q(is_lost=False) | Q(lost_since__isnull=False), name="lost_has_date"),
        ]
        indexes = [models.Index(fields=["branch", "status", "category"], name="membership_roll")]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.branch_id}"

    @property
    def category_text(self) -> str:
        """The category in words, for lists: Django's own way translates every choice for every row."""
        return str(Category(self.category).label)


class MembershipEvent(models.Model):
    """A dated event of a membership; append-only. A correction is a new event that names the old one."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="membership_events", db_index=False)
    change = models.CharField(max_length=30, choices=MembershipChange)
    happened_on = models.DateField()
    from_branch = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_branch = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    leave_kind = models.CharField(max_length=30, choices=LeaveKind, blank=True)
    document = models.CharField(max_length=200, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    corrects = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="corrections")
    source = models.CharField(max_length=60, blank=True, db_index=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["person", "happened_on"], name="membership_history"),
            models.Index(fields=["happened_on"], name="membership_events_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.change} {self.happened_on}"


class PostHolding(models.Model):
    """Who holds which post where, from when to when (rules.md 1.3). A post held gives its role on the node."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="posts")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=30, choices=PostTitle)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)
    elected = models.BooleanField(default=True)
    document = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(title=PostTitle.SECRETARY, ended_on=None),
                name="one_secretary_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person", "title"], condition=Q(ended_on=None), name="post_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True) | Q(ended_on__gte=F("started_on")),
                name="post_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.title} @ {self.organisation_id}"
