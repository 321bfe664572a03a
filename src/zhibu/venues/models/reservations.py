"""A room or a vehicle that an employee has for a time."""

from django.db import models
from django.db.models import F, Q

from zhibu.venues.enums import ReservationState
from zhibu.venues.models.venues import Venue


class Reservation(models.Model):
    """Who has it, from when to when, and what for."""

    key = models.UUIDField(unique=True)
    venue = models.ForeignKey(Venue, models.PROTECT, related_name="reservations")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=ReservationState, default=ReservationState.HELD)
    reason = models.CharField(max_length=100, blank=True)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="reservation_has_length")]
        indexes = [
            models.Index(fields=["venue", "starts_at"], name="reservations_of_venue"),
            models.Index(fields=["person", "starts_at"], name="reservations_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.starts_at:%F %R}"


class Hold(models.Model):
    """One half hour of a venue. It belongs to one reservation: the database refuses a second, whoever is faster."""

    venue = models.ForeignKey(Venue, models.CASCADE, related_name="+")
    unit_at = models.DateTimeField()
    reservation = models.ForeignKey(Reservation, models.CASCADE, related_name="holds")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["venue", "unit_at"], name="half_hour_is_held_once")]

    def __str__(self) -> str:
        return f"{self.venue_id} {self.unit_at:%F %R}"
