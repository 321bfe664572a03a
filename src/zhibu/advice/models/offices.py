"""Who answers advice, and within how many working days."""

from django.db import models
from django.db.models import Q


class Office(models.Model):
    """A department that answers: canteen and transport, staffing, the union."""

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=40)
    about = models.CharField(max_length=200, blank=True)
    answer_days = models.PositiveSmallIntegerField(default=10)
    is_open = models.BooleanField(default=True)
    created_by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="advice_office_named_once"),
            models.CheckConstraint(condition=Q(answer_days__range=(1, 60)), name="advice_answered_in_time"),
        ]

    def __str__(self) -> str:
        return self.name


class Officer(models.Model):
    """Somebody who answers for an office."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="officers")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    named_by_name = models.CharField(max_length=80)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "person"], name="advice_officer_named_once")]

    def __str__(self) -> str:
        return f"{self.office_id} {self.person_id}"
