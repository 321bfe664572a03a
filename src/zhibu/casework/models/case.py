"""A case: what somebody asked for, and where it stands."""

import json
from typing import Any

from django.db import models
from django.db.models import F, Q

from zhibu.casework.enums import AT_WORK, CLOSED, Duty, State
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.crypto import SealedField


class Case(models.Model):
    """Bound to the version that it began with. `desk_key` is "duty@organisation" while the case lies on a desk.

    All answers are sealed: many are class A (rules.md 10.2), and lists do without them. `due_on` is the last working
    day of the step; while the applicant is asked for something the clock rests and `days_left` keeps the rest.
    `entered_by` is who filled it in for an applicant at the desk; unsent it is that person's alone.
    """

    key = models.UUIDField()
    version = models.ForeignKey("casework.Version", models.PROTECT, related_name="cases")
    title = models.CharField(max_length=60)
    applicant = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    about = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    about_name = models.CharField(max_length=40, blank=True)
    entered_by = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    entered_by_name = models.CharField(max_length=80, blank=True, default="")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    window = models.ForeignKey("casework.Window", models.PROTECT, null=True, blank=True, related_name="cases")
    batch = models.ForeignKey("casework.Batch", models.PROTECT, null=True, blank=True, related_name="cases")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    sealed_answers = SealedField(blank=True, default="")
    step = models.PositiveSmallIntegerField(default=0)
    duty = models.CharField(max_length=10, choices=Duty, blank=True)
    desk = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    desk_key = models.CharField(max_length=30, blank=True)
    holder = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    holder_name = models.CharField(max_length=80, blank=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    days_left = models.SmallIntegerField(null=True, blank=True)
    risen = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        "members.Person", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    expires_on = models.DateField(null=True, blank=True)
    rating = models.PositiveSmallIntegerField(null=True, blank=True)
    rating_words = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["applicant", "key"], name="case_begun_once"),
            models.UniqueConstraint(
                fields=["window", "applicant"],
                condition=~Q(state__in=[State.WITHDRAWN, State.DECLINED]) & Q(window__isnull=False),
                name="one_case_a_window",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=AT_WORK) & ~Q(desk_key="") & Q(desk__isnull=False, due_on__isnull=False))
                | (~Q(state__in=AT_WORK) & Q(desk_key="", due_on=None)),
                name="work_lies_on_a_desk",
            ),
            models.CheckConstraint(condition=~Q(state=State.TAKEN) | Q(holder__isnull=False), name="taken_has_holder"),
            models.CheckConstraint(
                condition=~Q(state__in=CLOSED) | Q(closed_at__isnull=False), name="closed_has_moment"
            ),
            models.CheckConstraint(condition=Q(rating=None) | Q(rating__range=(1, 5)), name="rating_one_to_five"),
            models.CheckConstraint(condition=Q(about=None) | ~Q(about=F("applicant")), name="about_somebody_else"),
            models.CheckConstraint(
                condition=Q(entered_by=None) | ~Q(entered_by=F("applicant")), name="entered_for_somebody_else"
            ),
        ]
        indexes = [
            models.Index(fields=["desk_key", "due_on", "id"], name="case_desk"),
            models.Index(fields=["due_on", "id"], name="case_due", condition=Q(due_on__isnull=False)),
            models.Index(fields=["holder", "state", "id"], name="case_in_hand", condition=Q(holder__isnull=False)),
            models.Index(fields=["applicant", "-begun_at"], name="case_of_applicant"),
            models.Index(
                fields=["closed_by", "-closed_at"], name="case_closed_by", condition=Q(closed_by__isnull=False)
            ),
            models.Index(
                fields=["entered_by", "-begun_at"], name="case_entered_by", condition=Q(entered_by__isnull=False)
            ),
            models.Index(fields=["expires_on"], name="case_expiry", condition=Q(expires_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.number}"

    @property
    def number(self) -> str:
        """By which people name it: the year it began and its own number."""
        return f"{self.begun_at.astimezone(SHANGHAI):%Y}{self.pk:06d}"

    @property
    def answers(self) -> dict[str, Any]:
        """What was filled in, opened."""
        return dict(json.loads(self.sealed_answers)) if self.sealed_answers else {}

    @property
    def state_text(self) -> str:
        """The state in words."""
        return str(State(self.state).label)
