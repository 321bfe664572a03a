"""Rounds: what is asked, when, and of whom."""

import uuid

from django.db import models
from django.db.models import F, Q

from zhibu.quiz.enums import Mode, Policy, State
from zhibu.quiz.models.evening import Evening


class Round(models.Model):
    """One round (场次) for the members at and below an organisation.

    `starts_at` is the moment all begin together, None for a round that is only played in windows.
    `seconds` is the time for a question, `pause` for its explanation. `pass_mark` counts right answers.
    """

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.BUZZ_IN)
    policy = models.CharField(max_length=10, choices=Policy, default=Policy.ARRIVAL)
    seconds = models.PositiveSmallIntegerField(default=20)
    pause = models.PositiveSmallIntegerField(default=8)
    pass_mark = models.PositiveSmallIntegerField(default=3)
    reward_note = models.CharField(max_length=120, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    evening = models.ForeignKey(Evening, models.PROTECT, null=True, blank=True, related_name="rounds")
    on = models.DateField(null=True, blank=True)
    key = models.UUIDField(unique=True, default=uuid.uuid4)
    created_by = models.CharField(max_length=80)
    created_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["evening", "on"], name="one_round_an_evening"),
            models.CheckConstraint(condition=Q(seconds__gte=5, seconds__lte=300), name="question_takes_5_to_300_s"),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="quiz_rounds_ahead")]

    def __str__(self) -> str:
        return str(self.title)


class Window(models.Model):
    """A time in which the set stays open for those on shift; each person at his own pace, each window its own first.

    Number 0 is never stored: it stands for the moment when all begin together.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="windows")
    number = models.PositiveSmallIntegerField()
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="quiz_window_numbered_once"),
            models.CheckConstraint(condition=Q(closes_at__gt=F("opens_at")), name="quiz_window_has_length"),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"


class Question(models.Model):
    """A frozen copy of a question of the bank: a later edit changes nothing of a round.

    `sealed` is what phones hold before the start; `secret` opens it and is told at `opens_at`.
    `extended` says that a server that was away has once given the question more time. `told` is what everybody was
    told when it was closed; whoever comes back is told the same, and the log is not read again for each of them.
    """

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    number = models.PositiveSmallIntegerField()
    sheet = models.JSONField()
    secret = models.CharField(max_length=64, blank=True)
    sealed = models.TextField(blank=True)
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    extended = models.BooleanField(default=False)
    told = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="quiz_question_numbered_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.round_id} #{self.number}"
