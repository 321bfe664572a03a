"""Check-in: the organiser's convenience. The record of attendance is his signed list (rules.md 4.3)."""

import uuid

from django.db import models
from django.db.models import Q

from zhibu.activities.enums import CheckInMethod
from zhibu.activities.models.activity import Activity, Session


class CheckIn(models.Model):
    """A person came. `at` is when, `entered_at` when it was written down: a paper list is entered later.

    `organisation` kept the person's relation at that moment. No place, device or picture is stored.
    An undone check-in stays, with who undid it and why; the person may check in again.
    """

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="checkins")
    session = models.ForeignKey(Session, models.CASCADE, related_name="checkins")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    method = models.CharField(max_length=10, choices=CheckInMethod)
    is_guest = models.BooleanField(default=False)
    entered_by = models.CharField(max_length=80)
    entered_at = models.DateTimeField()
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.CharField(max_length=80, blank=True)
    undone_reason = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["activity", "person"], condition=Q(undone_at=None), name="checked_in_once"),
            models.CheckConstraint(
                condition=Q(undone_at=None) | (~Q(undone_reason="") & ~Q(undone_by="")), name="undone_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["person", "at"], name="checkin_of_person")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.method} {self.at:%F %R}"
