"""Why somebody need not come, and what follows from staying away."""

from django.db import models
from django.db.models import F, Q

from zhibu.activities.enums import WaiverGround
from zhibu.kernel.crypto import SealedField


class ActivityWaiver(models.Model):
    """No hard requirement to come for a period: old, frail, ill, disabled (rules.md 2.5). The reason is sealed."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=10, choices=WaiverGround)
    reason = SealedField(blank=True, default="")
    starts_on = models.DateField()
    ends_on = models.DateField()
    approved_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField()
    ended_early_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="waiver_ends_after_start"),
            models.CheckConstraint(condition=~Q(approved_by=F("person")), name="nobody_waives_himself"),
        ]
        indexes = [models.Index(fields=["person", "starts_on", "ends_on"], name="waiver_in_force")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_on} {self.ends_on}"


class Shift(models.Model):
    """A person is on duty at work from then to then; an activity wholly inside it counts as 因公."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    note = models.CharField(max_length=60, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "starts_at"], name="shift_recorded_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="shift_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.starts_at:%F %H:%M}"


class AbsenceAlert(models.Model):
    """Somebody has stayed away for 3, 5 or 6 months running: a task for his branch, never a mark on him.

    `since_month` is the first day of the run's first month, so that a run raises each level once.
    """

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    since_month = models.DateField()
    raised_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=80, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "level", "since_month"], name="alert_raised_once"),
            models.CheckConstraint(condition=Q(closed_at__isnull=True) | ~Q(note=""), name="closed_alert_has_note"),
        ]
        indexes = [models.Index(fields=["branch"], name="open_alerts", condition=Q(closed_at=None))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.level}"
