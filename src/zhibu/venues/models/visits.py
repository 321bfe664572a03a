"""Visits to a hall, what the door counts, and the visitors' book."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField
from zhibu.venues.enums import PassageKind, RemarkState, VisitState
from zhibu.venues.models.venues import Slot, Venue

STANDING = (VisitState.BOOKED, VisitState.ENTERED)


class Visit(models.Model):
    """People who come in a slot. An employee is known by `person`; a visitor leaves a name to call and perhaps a phone
    number, both sealed, and both erased from `erase_on` on. The code is the only way back to it for a visitor."""

    key = models.UUIDField(unique=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="visits")
    slot = models.ForeignKey(Slot, models.PROTECT, related_name="visits")
    starts_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField()
    is_group = models.BooleanField(default=False)
    group_name = SealedField(blank=True)
    contact_name = SealedField(blank=True)
    contact_phone = SealedField(blank=True)
    person = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    code = SealedField()
    code_index = models.CharField(max_length=32, unique=True)
    wants_guide = models.BooleanField(default=False)
    guide = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    guided_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.BOOKED)
    reason = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()
    entered_at = models.DateTimeField(null=True, blank=True)
    erase_on = models.DateField()
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(people__gt=0), name="somebody_visits"),
            models.UniqueConstraint(
                fields=["guide", "starts_at"], condition=Q(guide__isnull=False, state__in=STANDING),
                name="guide_is_in_one_place",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["venue", "starts_at"], name="visits_of_venue"),
            models.Index(fields=["person", "starts_at"], name="visits_of_person"),
            models.Index(fields=["erased_at", "erase_on"], name="visits_to_erase"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.starts_at:%F %R} {self.people}"

    @property
    def shown_code(self) -> str:
        """As it is read out: two blocks of five."""
        return f"{self.code[:5]}-{self.code[5:]}"


class Passage(models.Model):
    """People who came in or went out, as the door counted them. Only ever added to; a negative number corrects."""

    key = models.UUIDField(unique=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="passages")
    visit = models.ForeignKey(Visit, models.PROTECT, null=True, blank=True, related_name="passages")
    kind = models.CharField(max_length=8, choices=PassageKind)
    people = models.IntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    note = models.CharField(max_length=100, blank=True)
    recorded_by_name = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(people=0), name="passage_of_somebody"),
            models.CheckConstraint(condition=Q(people__gt=0) | ~Q(note=""), name="correction_has_a_reason"),
            models.UniqueConstraint(fields=["visit"], condition=Q(visit__isnull=False), name="visit_enters_once"),
        ]
        indexes = [models.Index(fields=["venue", "kind", "day"], name="passages_by_day")]

    def __str__(self) -> str:
        return f"{self.kind} {self.people}"


class Remark(models.Model):
    """An entry of the visitors' book; shown when somebody of the hall has read it."""

    visit = models.OneToOneField(Visit, models.PROTECT, related_name="remark")
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="remarks")
    text = models.CharField(max_length=500)
    signature = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=8, choices=RemarkState, default=RemarkState.WAITING)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=80, blank=True)
    reason = models.CharField(max_length=100, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=RemarkState.HIDDEN) | ~Q(reason=""), name="remark_hidden_with_reason"
            )
        ]
        indexes = [models.Index(fields=["venue", "state", "-written_at"], name="remarks_of_venue")]

    def __str__(self) -> str:
        return self.text[:20]
