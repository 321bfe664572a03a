"""A standing arrangement: a round every evening (inventory rows 60-65)."""

from datetime import time

from django.db import models
from django.db.models import Q

from zhibu.quiz.enums import Mode, Policy


class Evening(models.Model):
    """A round a day at a fixed time, with questions taken from the bank by rule."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=60)
    at_time = models.TimeField(default=time(20))
    count = models.PositiveSmallIntegerField(default=5)
    seconds = models.PositiveSmallIntegerField(default=20)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.BUZZ_IN)
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.ARRIVAL)
    tags = models.CharField(max_length=200, blank=True)
    difficulty = models.PositiveSmallIntegerField(null=True, blank=True)
    reward_note = models.CharField(max_length=120, blank=True)
    is_on = models.BooleanField(default=True)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation"], condition=Q(is_on=True), name="one_evening_at_a_time"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.at_time:%H:%M}"
