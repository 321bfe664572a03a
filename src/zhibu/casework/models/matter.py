"""What can be asked for. Versions are only ever added; a case keeps the one that it began with."""

from django.db import models
from django.db.models import Q

from zhibu.casework.rules.definition import Definition, parse


class Matter(models.Model):
    """A matter by its code. `number` is the version in force, 0 before the first is published."""

    code = models.CharField(max_length=30, unique=True)
    number = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=False)
    made_by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(is_open=False) | Q(number__gt=0), name="open_matter_is_published")
        ]

    def __str__(self) -> str:
        return str(self.code)


class Version(models.Model):
    """One published state of a matter; append-only."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=60)
    definition = models.JSONField()
    changes = models.CharField(max_length=300, blank=True)
    published_by_name = models.CharField(max_length=80)
    published_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "number"], name="version_numbered_once")]

    def __str__(self) -> str:
        return str(self.title)

    @property
    def shape(self) -> Definition:
        """What it says."""
        return parse(self.definition)


class Draft(models.Model):
    """The next version while it is written. `revision` tells two editors apart."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="draft")
    definition = models.JSONField()
    revision = models.PositiveIntegerField(default=1)
    edited_by_name = models.CharField(max_length=80)
    edited_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.definition.get("title", ""))

    @property
    def shape(self) -> Definition:
        """What it says."""
        return parse(self.definition)
