"""An announced talk time, and who put a ticket into its pool."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField
from zhibu.talks.enums import TimeState
from zhibu.talks.rules.draw import commitment


class TalkTime(models.Model):
    """A host announces a moment; those who shake in its minute are the pool. `seed` is secret until the draw.

    `pool` is empty until it is fixed, then the sorted lines "ticket chance-number"; names are never in it.
    """

    key = models.UUIDField(unique=True)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    host = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    note = models.CharField(max_length=200)
    moment = models.DateTimeField()
    state = models.CharField(max_length=10, choices=TimeState, default=TimeState.ANNOUNCED)
    seed = SealedField()
    committed = models.CharField(max_length=64)
    pool = models.JSONField(default=list, blank=True)
    pool_hash = models.CharField(max_length=64, blank=True)
    drawn_ticket = models.CharField(max_length=12, blank=True)
    announced_at = models.DateTimeField()
    drawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state=TimeState.DRAWN) | (~Q(pool_hash="") & ~Q(drawn_ticket="")), name="draw_is_published"
            ),
        ]
        indexes = [models.Index(fields=["organisation", "moment"], name="talk_times")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.moment:%F %R}"

    def save(self, *args: object, **options: object) -> None:
        """What is published of the seed follows from it."""
        self.committed = self.committed or commitment(self.seed)
        super().save(*args, **options)  # type: ignore[arg-type]

    @property
    def topic(self) -> str:
        """What its page follows."""
        return f"shake.{self.pk}"


class Entrant(models.Model):
    """A person's ticket. Who joined and did not shake is forgotten at the draw: nobody is marked for not coming."""

    time = models.ForeignKey(TalkTime, models.CASCADE, related_name="entrants")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    ticket = models.CharField(max_length=12)
    chance = models.CharField(max_length=32, blank=True)
    shaken_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["time", "person"], name="one_ticket_a_person"),
            models.UniqueConstraint(fields=["time", "ticket"], name="ticket_given_once"),
        ]

    def __str__(self) -> str:
        return self.ticket

    @property
    def line(self) -> str:
        """As it stands in the pool."""
        return f"{self.ticket} {self.chance}"
