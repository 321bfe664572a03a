"""Activities: what is held, when, where and for whom. Every activity has at least one session."""

import uuid

from django.db import models
from django.db.models import F, Q

from zhibu.activities.enums import ActivityKind, ActivityState, Audience, Frequency, Theme


class Series(models.Model):
    """Activities that repeat by one rule: "the first Friday of each month"."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    frequency = models.CharField(max_length=20, choices=Frequency)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.frequency}"


class Activity(models.Model):
    """A meeting, lesson, Party day, service … of an organisation.

    `starts_at` and `ends_at` span its sessions. `class_hours` is in tenths of 学时 (rules.md 4.1); 0 gives none.
    `key` names the filled-in form, so that sending it twice makes one activity.
    """

    kind = models.CharField(max_length=40, choices=ActivityKind)
    title = models.CharField(max_length=120)
    agenda = models.TextField(blank=True)
    place = models.CharField(max_length=120, blank=True)
    online_url = models.URLField(blank=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=ActivityState, default=ActivityState.DRAFT)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    signup_deadline = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField(null=True, blank=True)
    needs_signup = models.BooleanField(default=False)
    allows_online = models.BooleanField(default=False)
    audience = models.CharField(max_length=12, choices=Audience, default=Audience.ROLL)
    for_full = models.BooleanField(default=True)
    for_probationary = models.BooleanField(default=True)
    for_employees = models.BooleanField(default=False)
    class_hours = models.PositiveSmallIntegerField(default=0)
    host = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    series = models.ForeignKey(Series, models.PROTECT, null=True, blank=True, related_name="activities")
    cancelled_reason = models.CharField(max_length=200, blank=True)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    held_at = models.DateTimeField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="activity_ends_after_start"),
            models.CheckConstraint(condition=Q(capacity=None) | Q(capacity__gt=0), name="capacity_above_zero"),
            models.CheckConstraint(
                condition=~Q(state=ActivityState.CANCELLED) | ~Q(cancelled_reason=""), name="cancelled_with_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], name="activity_of_organisation"),
            models.Index(fields=["state", "starts_at"], name="activity_by_state"),
        ]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def kind_text(self) -> str:
        """The kind in words, for lists: Django's own way translates every choice for every row."""
        return str(ActivityKind(self.kind).label)


class Session(models.Model):
    """One sitting of an activity. Shifts split a meeting: same agenda, own time and place, merged minutes."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="sessions")
    number = models.PositiveSmallIntegerField(default=1)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "number"], name="session_numbered_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
        ]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.activity_id}/{self.number}"


class Tag(models.Model):
    """An activity carries a theme: one of 3D or of the five combinations."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="tags")
    theme = models.CharField(max_length=20, choices=Theme)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "theme"], name="theme_once")]

    def __str__(self) -> str:
        return str(self.get_theme_display())


class Invitee(models.Model):
    """A person named beside the roll. A guest (列席) attends; nobody counts him as due."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="invitees")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    is_guest = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="invited_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.activity_id}"
