"""A venue, when it is open, its slots, and who stands at its door."""

from django.db import models
from django.db.models import F, Q

from zhibu.venues.enums import VenueKind, Weekday


class Venue(models.Model):
    """Something that can be booked. `most_guests` is what individuals may book together without being a group."""

    key = models.UUIDField(unique=True)
    kind = models.CharField(max_length=10, choices=VenueKind)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    place = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    opened_on = models.DateField(null=True, blank=True)
    days_ahead = models.PositiveSmallIntegerField(default=30)
    most_guests = models.PositiveSmallIntegerField(default=5)
    is_open = models.BooleanField(default=True)
    created_by_name = models.CharField(max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["kind", "is_open"], name="venues_by_kind")]

    def __str__(self) -> str:
        return self.name

    @property
    def topic(self) -> str:
        """What its door desk follows."""
        return f"venue.{self.pk}"


class Hours(models.Model):
    """Open every week on a day from a time to a time, in slots of so many minutes for so many visitors."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(choices=Weekday)
    opens = models.TimeField()
    closes = models.TimeField()
    slot_minutes = models.PositiveSmallIntegerField(default=60)
    capacity = models.PositiveSmallIntegerField(default=1)

    class Meta:
        ordering = ("weekday", "opens")
        constraints = [
            models.UniqueConstraint(fields=["venue", "weekday", "opens"], name="hours_begin_once"),
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="hours_have_length"),
            models.CheckConstraint(condition=Q(capacity__gt=0, slot_minutes__gt=0), name="hours_hold_somebody"),
            models.CheckConstraint(condition=Q(weekday__range=(1, 7)), name="hours_on_a_weekday"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.opens:%R}-{self.closes:%R}"


class ClosedDay(models.Model):
    """A day on which a venue stays closed, and why: visitors read it."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="closed_days")
    day = models.DateField()
    reason = models.CharField(max_length=100)
    announced_by_name = models.CharField(max_length=80)
    announced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "day"], name="day_is_closed_once")]

    def __str__(self) -> str:
        return f"{self.day:%F} {self.reason}"


class Slot(models.Model):
    """A time for so many visitors. `taken` never passes `capacity`, whoever is faster: the database refuses."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    capacity = models.PositiveSmallIntegerField()
    taken = models.PositiveSmallIntegerField(default=0)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["venue", "starts_at"], name="slot_begins_once"),
            models.CheckConstraint(condition=Q(taken__gte=0, taken__lte=F("capacity")), name="places_are_sold_once"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.starts_at:%F %R}"

    @property
    def left(self) -> int:
        """Free places."""
        return self.capacity - self.taken if self.is_open else 0


class Steward(models.Model):
    """Who stands at the door: counts, lets in, reads the visitors' book. Managers name him."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="stewards")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    named_by_name = models.CharField(max_length=80)
    named_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "person"], name="steward_named_once")]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.person_id}"
