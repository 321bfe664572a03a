"""Messages to people. When one was read is not stored; only whether its owner put it away."""

from django.db import models
from django.db.models import Q

from zhibu.notify.enums import Channel, Level


class Message(models.Model):
    """One sentence for one person, with the page where something can be done about it.

    `key` names the occasion: the same occasion told again counts a repeat and adds no second row.
    """

    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=120)
    sentence = models.CharField(max_length=200)
    url = models.CharField(max_length=200, blank=True)
    level = models.CharField(max_length=10, choices=Level, default=Level.ORDINARY)
    created_at = models.DateTimeField()
    shown_from = models.DateTimeField()
    times = models.PositiveSmallIntegerField(default=1)
    put_away = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_message_an_occasion"),
            models.CheckConstraint(condition=Q(times__lte=2), name="never_more_than_twice"),
        ]
        indexes = [models.Index(fields=["person", "put_away", "-shown_from"], name="message_box")]

    def __str__(self) -> str:
        return str(self.sentence)


class Wish(models.Model):
    """A person's own wish for a channel; none means the message page only."""

    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    channel = models.CharField(max_length=10, choices=Channel)
    address = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel"], name="one_wish_a_channel")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.channel}"


class Parcel(models.Model):
    """A message on its way through a channel: claimed once, tried again until it is out."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="parcels")
    channel = models.CharField(max_length=10, choices=Channel)
    round = models.PositiveSmallIntegerField()
    due_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "channel", "round"], name="one_parcel_a_round")]
        indexes = [models.Index(fields=["due_at"], name="parcel_waiting", condition=Q(sent_at=None))]

    def __str__(self) -> str:
        return f"{self.message_id} {self.channel}"
