"""Away for a time while the formal relation stays: certificate letter, mobile member's card, abroad (rules.md 6.5)."""

from django.db import models
from django.db.models import F, Q

from zhibu.transfers.enums import NoteKind, TemporaryKind, TemporaryState

_OPEN = [TemporaryState.ASKED.value, TemporaryState.RUNNING.value]


class Temporary(models.Model):
    """One stay away. `branch` keeps the formal relation; who receives the holder has no vote from him.

    `due_on` is the next contact, yearly check or end that somebody has to see to.
    """

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=20, choices=TemporaryKind)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    committee = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    place = models.CharField(max_length=120)
    host = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField()
    cannot_move = models.CharField(max_length=200, blank=True)
    contact = models.CharField(max_length=120, blank=True)
    state = models.CharField(max_length=10, choices=TemporaryState, default=TemporaryState.ASKED)
    number = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=80)
    issued_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="stay_ends_after_its_start"),
            models.UniqueConstraint(
                fields=["person", "kind"], condition=Q(state__in=_OPEN), name="one_open_stay_of_a_kind"
            ),
            models.UniqueConstraint(fields=["number"], condition=~Q(number=""), name="card_number_used_once"),
            models.CheckConstraint(
                condition=Q(state=TemporaryState.RUNNING, due_on__isnull=False) | ~Q(state=TemporaryState.RUNNING),
                name="running_stay_has_a_next_day",
            ),
        ]
        indexes = [models.Index(fields=["branch", "state", "due_on"], name="stays_of_branch")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class StayNote(models.Model):
    """A contact, a yearly check, or what the host wrote; append-only."""

    stay = models.ForeignKey(Temporary, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind)
    on = models.DateField()
    words = models.CharField(max_length=300)
    by = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stay", "kind", "on"], name="stay_noted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.stay_id} {self.kind} {self.on}"
