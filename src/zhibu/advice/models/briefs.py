"""What many spoke about in a month: numbers, words, and quotations with consent."""

from django.db import models
from django.db.models import Q

from zhibu.advice.enums import BriefState
from zhibu.advice.rules.topics import SMALLEST


class Brief(models.Model):
    """A month of an organisation. `texts` were read, `grouped` of them stand in its topics; `drawn_at` is when that was
    done, and while it is being drawn when it was asked for."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    state = models.CharField(max_length=10, choices=BriefState, default=BriefState.DRAWING)
    texts = models.PositiveIntegerField(default=0)
    grouped = models.PositiveIntegerField(default=0)
    sources = models.JSONField(default=list)
    drawn_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "month"], name="one_brief_a_month")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.month:%Y-%m}"


class BriefTopic(models.Model):
    """One topic. The database refuses one of fewer than five texts."""

    brief = models.ForeignKey(Brief, models.CASCADE, related_name="topics")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=40, blank=True)
    words = models.JSONField()
    count = models.PositiveIntegerField()
    quotations = models.JSONField(default=list)

    class Meta:
        ordering = ("number",)
        constraints = [
            models.UniqueConstraint(fields=["brief", "number"], name="topic_numbered_once"),
            models.CheckConstraint(condition=Q(count__gte=SMALLEST), name="topic_is_not_small"),
        ]

    def __str__(self) -> str:
        return self.title or "、".join(self.words)
