"""The ledger (台账): every fact once, with its evidence. Everything else is read from here."""

from django.db import models
from django.db.models import F, Q

from zhibu.ledger.enums import Evidence, Mode, kind_label, kind_of
from zhibu.ledger.rules import late_by, quantity_text


class Entry(models.Model):
    """One fact about one person. Append-only; a correction is an entry that `reverses` another.

    `quantity` is in the kind's unit (tenths where halves occur); a reversal carries the negative.
    `organisation` is the branch that kept the person's relation when it happened.
    """

    kind = models.CharField(max_length=40)
    member = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    occurred_at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=80)
    quantity = models.IntegerField(default=10)
    mode = models.CharField(max_length=10, choices=Mode)
    evidence = models.CharField(max_length=12, choices=Evidence)
    source_app = models.CharField(max_length=30)
    source_key = models.CharField(max_length=80)
    title = models.CharField(max_length=120, blank=True)
    url = models.CharField(max_length=120, blank=True)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source_app", "source_key"], name="fact_recorded_once"),
            models.CheckConstraint(condition=Q(reverses__isnull=True) | ~Q(reason=""), name="reversal_has_reason"),
            models.CheckConstraint(
                condition=Q(recorded_at__gte=F("occurred_at")) | Q(reverses__isnull=False),
                name="no_fact_from_the_future",
            ),
        ]
        indexes = [
            models.Index(fields=["member", "occurred_at"], name="ledger_time_line"),
            models.Index(fields=["organisation", "occurred_at"], name="ledger_record_book"),
            models.Index(fields=["kind", "occurred_at"], name="ledger_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.member_id} {self.occurred_at:%F}"

    @property
    def label(self) -> str:
        """The kind as people call it; the bare code for a kind that a release removed."""
        return kind_label(self.kind)

    @property
    def amount(self) -> str:
        """Quantity with its unit: "1 次", "1.5 学时"."""
        known = kind_of(self.kind)
        return f"{quantity_text(self.quantity)} {known.unit if known else ''}".strip()

    @property
    def delay_days(self) -> int:
        """Whole days between the fact and its record; never hidden."""
        return late_by(self.occurred_at, self.recorded_at)

    @property
    def correction(self) -> "Entry | None":
        """The reversal, when there is one."""
        return getattr(self, "reversed_by", None)


class Seal(models.Model):
    """A Merkle root over an organisation's entries of an id range, chained to the organisation's seal before."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    first_entry_id = models.BigIntegerField()
    last_entry_id = models.BigIntegerField()
    entries = models.PositiveIntegerField()
    root = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "number"], name="seal_numbered_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} #{self.number}"
