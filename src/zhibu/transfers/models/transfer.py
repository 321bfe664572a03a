"""A transfer and the steps it has taken."""

from django.db import models
from django.db.models import F, Q

from zhibu.kernel.crypto import SealedField
from zhibu.transfers.enums import (
    FINAL,
    Actor,
    Ground,
    HoldReason,
    Kind,
    RejectReason,
    Route,
    State,
)

_FINAL = [str(state) for state in FINAL]
_OUTWARD = [Route.OUT_LETTER.value, Route.OUT_MESSAGE.value, Route.OUT_PLAIN.value]
_INWARD = [Route.IN_LETTER.value, Route.IN_MESSAGE.value]


class Transfer(models.Model):
    """One member's way from one branch to another. A side outside the tree has words instead of a branch.

    `waits_for` and `due_on` are whose turn it is and until when: the same clock for everybody. `particulars` is the
    sealed JSON of what a letter from outside says about somebody who is not held here yet.
    """

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=30, choices=Kind)
    route = models.CharField(max_length=20, choices=Route)
    ground = models.CharField(max_length=20, choices=Ground)
    person = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=80)
    from_branch = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_branch = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    from_committee = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    to_committee = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    from_unit = models.CharField(max_length=120)
    to_unit = models.CharField(max_length=120)
    addressee = models.CharField(max_length=120, blank=True)
    member_contact = models.CharField(max_length=40, blank=True)
    note = models.CharField(max_length=300, blank=True)
    paid_through = models.DateField(null=True, blank=True)
    particulars = SealedField(blank=True, default="")
    state = models.CharField(max_length=20, choices=State)
    since = models.DateTimeField()
    waits_for = models.CharField(max_length=20, choices=Actor)
    due_on = models.DateField(null=True, blank=True)
    valid_until = models.DateField(null=True, blank=True)
    letter_number = models.CharField(max_length=60, blank=True)
    letter_issued_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    held_for = models.CharField(max_length=30, choices=HoldReason, blank=True)
    held_since = models.DateTimeField(null=True, blank=True)
    rejected_for = models.CharField(max_length=30, choices=RejectReason, blank=True)
    reason_words = models.CharField(max_length=300, blank=True)
    receipt_file = models.ForeignKey("drive.File", models.PROTECT, null=True, blank=True, related_name="+")
    started_at = models.DateTimeField()
    started_by = models.CharField(max_length=80)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(closed_at=None), name="one_open_transfer_a_person"),
            models.CheckConstraint(
                condition=Q(from_branch__isnull=True) | Q(to_branch__isnull=True) | ~Q(from_branch=F("to_branch")),
                name="transfer_goes_elsewhere",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=False, state__in=_FINAL) | (Q(closed_at=None) & ~Q(state__in=_FINAL)),
                name="transfer_is_over_or_open",
            ),
            models.CheckConstraint(
                condition=~Q(route__in=_INWARD) | Q(to_committee__isnull=False), name="who_comes_in_has_a_receiver"
            ),
            models.CheckConstraint(
                condition=Q(route__in=_INWARD) | Q(from_branch__isnull=False, person__isnull=False),
                name="who_leaves_has_a_branch",
            ),
            models.CheckConstraint(
                condition=~Q(route__in=_OUTWARD) | Q(to_branch=None), name="who_goes_out_goes_to_no_branch_of_ours"
            ),
            models.CheckConstraint(
                condition=~Q(state=State.REJECTED) | ~Q(rejected_for=""), name="no_rejection_without_reason"
            ),
            models.CheckConstraint(
                condition=Q(held_since=None, held_for="") | (Q(held_since__isnull=False) & ~Q(held_for="")),
                name="no_hold_without_reason",
            ),
            models.CheckConstraint(
                condition=~Q(held_for=HoldReason.OTHER) & ~Q(rejected_for=RejectReason.OTHER) | ~Q(reason_words=""),
                name="another_reason_is_written",
            ),
            models.UniqueConstraint(
                fields=["from_unit", "letter_number"],
                condition=Q(route__in=_INWARD) & ~Q(state__in=[State.REJECTED, State.WITHDRAWN]),
                name="letter_from_outside_used_once",
            ),
        ]
        indexes = [
            models.Index(fields=["waits_for", "due_on"], condition=Q(closed_at=None), name="transfers_waiting"),
            models.Index(fields=["from_branch", "-started_at"], name="transfers_from"),
            models.Index(fields=["to_branch", "-started_at"], name="transfers_to"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.state}"

    @property
    def topic(self) -> str:
        """What its page follows."""
        return f"transfer.{self.pk}"

    @property
    def is_open(self) -> bool:
        """Not closed, sent back or taken back."""
        return self.closed_at is None

    @property
    def goes_out(self) -> bool:
        """Whether the relation leaves the tree."""
        return self.route in _OUTWARD

    @property
    def comes_in(self) -> bool:
        """Whether it comes from outside the tree."""
        return self.route in _INWARD


class Step(models.Model):
    """What happened to a transfer; append-only. `number` counts from 1, so two never take the same step."""

    transfer = models.ForeignKey(Transfer, models.PROTECT, related_name="steps")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=20, choices=State)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=80)
    by_person = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["transfer", "number"], name="transfer_step_once")]

    def __str__(self) -> str:
        return f"{self.transfer_id} {self.number} {self.state}"
