"""What a member owes a month, and the sealed figure that only he can open."""

from django.db import models
from django.db.models import Q

from zhibu.dues.enums import BAND_LABELS, POLICY_WORDS, DuesKind, Source


class Assessment(models.Model):
    """A monthly sum fixed for a year, from a month on or for one month only (rules.md 5.2).

    `sealed` is opaque here on purpose: no model, list or export can open it, only `rules.sealing` in the member's
    own session (docs/explanation/dues-privacy.md). A changed assessment is a new row; the old one gets `replaced_at`.
    """

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    from_month = models.PositiveSmallIntegerField(default=1)
    only_month = models.BooleanField(default=False)
    kind = models.CharField(max_length=30, choices=DuesKind)
    band = models.CharField(max_length=30)
    amount_fen = models.PositiveIntegerField()
    sealed = models.TextField(blank=True, editable=False)
    source = models.CharField(max_length=10, choices=Source)
    reason = models.CharField(max_length=200, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    made_by = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "year", "from_month", "only_month"],
                condition=Q(replaced_at=None),
                name="one_assessment_in_force",
            ),
            models.CheckConstraint(condition=Q(from_month__gte=1, from_month__lte=12), name="assessment_from_a_month"),
        ]
        indexes = [models.Index(fields=["year", "person"], name="assessments_of_year", condition=Q(replaced_at=None))]

    def __str__(self) -> str:
        return f"{self.person_id} {self.year}-{self.from_month:02d}"

    @property
    def band_label(self) -> str:
        """The band in words: what the collector sees instead of the pay."""
        return str(BAND_LABELS.get(self.band, self.band))


class PolicyRow(models.Model):
    """What the operator chose where the rules leave it open, from a day, with the paper that says so.

    Codes: `cap` (on, off), `unit` (fen, jiao, yuan), `rounding` (half_up, down), `first_month` (same, next).
    """

    code = models.CharField(max_length=20)
    value = models.CharField(max_length=20)
    in_force_from = models.DateField()
    document = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["code", "in_force_from"], name="one_policy_a_day")]

    def __str__(self) -> str:
        return f"{self.code}={self.value}"

    @property
    def words(self) -> str:
        """The choice in words."""
        return str(POLICY_WORDS.get((self.code, self.value), f"{self.code}={self.value}"))
