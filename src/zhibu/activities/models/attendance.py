"""The organiser's signed list: the record of attendance (rules.md 4.3)."""

from django.db import models

from zhibu.activities.enums import AttendanceState
from zhibu.activities.models.activity import Activity, Session
from zhibu.kernel.crypto import SealedField


class Attendance(models.Model):
    """One line of the list. `organisation` kept the person's relation at the time; `has_vote` as of then too.

    `revision` counts corrections after the list was signed; it is part of the source key of the line's facts.
    A reason is often health (class A, rules.md 10.2), so it is sealed.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="attendances")
    session = models.ForeignKey(Session, models.CASCADE, null=True, blank=True, related_name="attendances")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=10, choices=AttendanceState)
    is_guest = models.BooleanField(default=False)
    has_vote = models.BooleanField(default=False)
    revision = models.PositiveSmallIntegerField(default=0)
    reason = SealedField(blank=True, default="")
    approved_by = models.CharField(max_length=80, blank=True)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="listed_once")]
        indexes = [models.Index(fields=["person", "state"], name="attendance_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.state}"
