"""A piece of advice, its steps, and who supports it without being named."""

from django.db import models
from django.db.models import Q

from zhibu.advice.enums import Signing, State
from zhibu.advice.models.offices import Office


class Advice(models.Model):
    """What somebody proposes. An anonymous one has no author in any column; the day of writing is kept, not the minute.

    `receipt_index` finds it by the receipt that its writer alone has; the receipt itself is stored nowhere.
    """

    key = models.UUIDField(unique=True)
    office = models.ForeignKey(Office, models.PROTECT, related_name="advice")
    title = models.CharField(max_length=60)
    text = models.TextField()
    signing = models.CharField(max_length=10, choices=Signing)
    author = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    may_quote = models.BooleanField(default=False)
    receipt_index = models.CharField(max_length=32, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    reason = models.CharField(max_length=200, blank=True)
    joined_to = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined")
    written_on = models.DateField()
    received_on = models.DateField(null=True, blank=True)
    answer_by = models.DateField()
    answered_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(signing=Signing.ANONYMOUS, author__isnull=True)
                | (~Q(signing=Signing.ANONYMOUS) & Q(author__isnull=False)),
                name="anonymous_has_no_author",
            ),
            models.CheckConstraint(condition=~Q(state=State.HIDDEN) | ~Q(reason=""), name="advice_hidden_with_reason"),
            models.CheckConstraint(
                condition=Q(state=State.JOINED, joined_to__isnull=False)
                | (~Q(state=State.JOINED) & Q(joined_to__isnull=True)),
                name="joined_to_something",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-received_on"], name="advice_on_board"),
            models.Index(fields=["office", "state", "answer_by"], name="advice_of_office"),
            models.Index(fields=["author", "-written_on"], name="advice_of_author"),
        ]

    def __str__(self) -> str:
        return self.title


class Step(models.Model):
    """What the office said: everybody reads it. Only ever added to."""

    key = models.UUIDField(unique=True)
    advice = models.ForeignKey(Advice, models.PROTECT, related_name="steps")
    state = models.CharField(max_length=10, choices=State)
    text = models.TextField()
    office_name = models.CharField(max_length=40)
    by_name = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="advice_step_has_words")]
        ordering = ("at", "pk")

    def __str__(self) -> str:
        return f"{self.advice_id} {self.state}"


class Support(models.Model):
    """Somebody finds it right. `mark` is a keyed digest of the person: it counts each once and names nobody."""

    advice = models.ForeignKey(Advice, models.CASCADE, related_name="supports")
    mark = models.CharField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["advice", "mark"], name="supported_once")]

    def __str__(self) -> str:
        return f"{self.advice_id}"
