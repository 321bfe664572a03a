"""Letters of introduction and the book their numbers come from (rules.md 6.3)."""

from django.db import models
from django.db.models import F, Q

from zhibu.kernel.crypto import SealedField
from zhibu.transfers.enums import LetterState, Series


class LetterHead(models.Model):
    """What a committee prints on its letters: the code before its numbers, and where the receipt goes."""

    committee = models.OneToOneField("organisations.Organisation", models.PROTECT, related_name="+")
    code = models.CharField(max_length=12, unique=True)
    address = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True)
    fax = models.CharField(max_length=30, blank=True)
    postcode = models.CharField(max_length=10, blank=True)

    def __str__(self) -> str:
        return self.code


class LetterBook(models.Model):
    """The serial numbers of a committee in a year. `last` is locked while a number is taken: no gap, no double."""

    committee = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    series = models.CharField(max_length=12, choices=Series, default=Series.LETTER)
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["committee", "year", "series"], name="one_letter_book_a_year")]

    def __str__(self) -> str:
        return f"{self.committee_id} {self.year}"


class Letter(models.Model):
    """A letter that was issued; a void one keeps its number. `content` is the sealed JSON of what is printed.

    `code` is what anybody may check at /verify/; it says nothing about the person.
    """

    transfer = models.ForeignKey("transfers.Transfer", models.PROTECT, related_name="letters")
    committee = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField()
    number = models.CharField(max_length=40, unique=True)
    code = models.CharField(max_length=20, unique=True)
    issued_on = models.DateField()
    valid_days = models.PositiveSmallIntegerField()
    valid_until = models.DateField()
    content = SealedField()
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.VALID)
    void_reason = models.CharField(max_length=300, blank=True)
    issued_by = models.CharField(max_length=80)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["committee", "year", "serial"], name="letter_number_used_once"),
            models.UniqueConstraint(
                fields=["transfer"], condition=Q(state=LetterState.VALID), name="one_valid_letter_a_transfer"
            ),
            models.CheckConstraint(condition=Q(valid_until__gte=F("issued_on")), name="letter_is_valid_for_a_time"),
            models.CheckConstraint(
                condition=~Q(state=LetterState.VOID) | ~Q(void_reason=""), name="no_void_letter_without_reason"
            ),
        ]
        indexes = [models.Index(fields=["committee", "-issued_on"], name="letters_of_committee")]

    def __str__(self) -> str:
        return self.number
