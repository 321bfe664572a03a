"""A request for information and what it asks."""

from django.db import models
from django.db.models import Q

from zhibu.collection.enums import Audience, Kind, RequestState, Secrecy


class Request(models.Model):
    """One occasion of asking. What is held already is not asked; `over_reason` is why it may exceed the limit."""

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    asker = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    asker_name = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)
    audience = models.CharField(max_length=10, choices=Audience)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.DRAFT)
    over_reason = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField(default=1)
    reminded = models.PositiveSmallIntegerField(default=0)
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["draft", "cancelled"]) | Q(sent_at__isnull=False), name="sent_request_has_time"
            ),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="closed_request_has_time"
            ),
            models.CheckConstraint(condition=Q(reminded__lte=2), name="reminded_twice_at_most"),
        ]
        indexes = [models.Index(fields=["organisation", "-created_at"], name="requests_of_organisation")]

    def __str__(self) -> str:
        return str(self.title)


class Question(models.Model):
    """One item of a request: a `field` of the dictionary, a figure of a branch, or a free question.

    `same` is equal for the same free question in another request, so that an earlier answer is offered again.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="questions", db_index=False)
    place = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=40, blank=True)
    text = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    secrecy = models.CharField(max_length=1, choices=Secrecy, default=Secrecy.INTERNAL)
    required = models.BooleanField(default=True)
    same = models.CharField(max_length=32, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "place"], name="one_question_a_place"),
            models.UniqueConstraint(fields=["request", "field"], condition=~Q(field=""), name="field_asked_once"),
            models.UniqueConstraint(fields=["request", "same"], condition=~Q(same=""), name="question_asked_once"),
            models.CheckConstraint(condition=Q(field="") ^ Q(text=""), name="question_is_a_field_or_words"),
        ]
        indexes = [models.Index(fields=["same"], name="same_questions", condition=~Q(same=""))]
        ordering = ("place",)

    def __str__(self) -> str:
        return self.field or self.text

    @property
    def name(self) -> str:
        """Its name in the form: fields by their code, questions by what they ask."""
        return self.field or f"q{self.same}"
