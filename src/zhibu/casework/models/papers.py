"""Letters that cases end with; windows in which a matter is handled, and the lists that go out of them."""

from django.db import models
from django.db.models import F, Q

from zhibu.casework.models.case import Case
from zhibu.kernel.crypto import SealedField


class LetterBook(models.Model):
    """The last number given in a year: one row that is locked, so that numbers have no gaps and none is double."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year} {self.last}"


class Letter(models.Model):
    """A letter with its number of the year, as it was issued.

    `check_code` is what anybody may check at /verify/; it says nothing about the person.
    """

    case = models.ForeignKey(Case, models.PROTECT, related_name="letters")
    code = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    check_code = models.CharField(max_length=16, unique=True)
    title = models.CharField(max_length=60)
    issuer = models.CharField(max_length=80)
    body = SealedField()
    issued_by_name = models.CharField(max_length=80)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "code"], name="letter_issued_once"),
            models.UniqueConstraint(fields=["year", "number"], name="letter_numbered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.title} {self.year}-{self.number}"

    @property
    def reference(self) -> str:
        """As it stands on the paper."""
        return f"〔{self.year}〕{self.number:04d} 号"


class Window(models.Model):
    """From when to when a matter is handled, both days included."""

    matter = models.ForeignKey("casework.Matter", models.PROTECT, related_name="windows")
    title = models.CharField(max_length=60)
    opens_on = models.DateField()
    closes_on = models.DateField()
    opened_by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="window_closes_after_opening"),
            models.UniqueConstraint(fields=["matter", "title"], name="window_named_once"),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Batch(models.Model):
    """A list of finished cases that went to whom it concerns (the insurer)."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField()
    rows = models.PositiveIntegerField()
    made_by_name = models.CharField(max_length=80)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["window", "number"], name="batch_numbered_once")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.number}"
