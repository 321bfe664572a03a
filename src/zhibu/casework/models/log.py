"""What happened to a case: its own append-only log; words, papers and step notes beside it, which may be sealed."""

import json
from typing import Any

from django.db import models
from django.db.models import Q

from zhibu.casework.enums import Act, Duty
from zhibu.casework.models.case import Case
from zhibu.kernel.crypto import SealedField


class Message(models.Model):
    """Words between who asked and who handles; sealed. The same key again is the same message."""

    key = models.UUIDField(unique=True)
    case = models.ForeignKey(Case, models.PROTECT, related_name="messages")
    said_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+")
    said_by_name = models.CharField(max_length=80)
    words = SealedField()
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.case_id} {self.said_at:%F %R}"


class Entry(models.Model):
    """One line of the case's log; append-only. It names no class A value: words stand in the message."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="entries", db_index=False)
    act = models.CharField(max_length=12, choices=Act)
    actor = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=80)
    step = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=200, blank=True)
    duty = models.CharField(max_length=10, choices=Duty, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="case_log")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.act} {self.at:%F %R}"


class Material(models.Model):
    """A file of the case. A removed one keeps its row."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="materials")
    code = models.CharField(max_length=30)
    file_id = models.BigIntegerField()
    name = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    kept_by_name = models.CharField(max_length=80)
    kept_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "code", "file_id"], name="file_stands_once")]

    def __str__(self) -> str:
        return str(self.name)


class StepRecord(models.Model):
    """What a handler noted at a step; sealed. A step that is done again is noted again (`round`)."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="step_records")
    step = models.CharField(max_length=30)
    round = models.PositiveSmallIntegerField(default=1)
    sealed_answers = SealedField()
    noted_by_name = models.CharField(max_length=80)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "step", "round"], name="step_noted_once"),
            models.CheckConstraint(condition=Q(round__gt=0), name="rounds_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.step}"

    @property
    def answers(self) -> dict[str, Any]:
        """What was noted, opened."""
        return dict(json.loads(self.sealed_answers))
