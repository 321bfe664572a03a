"""A talk of two people: keys, messages that only they can read, and what was promised."""

from django.db import models
from django.db.models import F, Q

from zhibu.talks.enums import CONFIDENTIAL_TALK, TALK, Office, Origin


class Talk(models.Model):
    """Two people, and whether both say that it took place. Nothing of its content stands here."""

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    host = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    guest = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    office = models.CharField(max_length=20, choices=Office)
    origin = models.CharField(max_length=10, choices=Origin)
    time = models.OneToOneField("talks.TalkTime", models.PROTECT, null=True, blank=True, related_name="talk")
    hour = models.OneToOneField("talks.Hour", models.PROTECT, null=True, blank=True, related_name="talk")
    starts_at = models.DateTimeField()
    place = models.CharField(max_length=60, blank=True)
    keep_until = models.DateField()
    host_confirmed_at = models.DateTimeField(null=True, blank=True)
    guest_confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(host=F("guest")), name="talk_has_two_people")]
        indexes = [
            models.Index(fields=["guest", "starts_at"], name="talks_of_guest"),
            models.Index(fields=["host", "starts_at"], name="talks_of_host"),
            models.Index(fields=["organisation", "starts_at"], name="talks_of_organisation"),
        ]

    def __str__(self) -> str:
        return f"{self.host_id}-{self.guest_id} {self.starts_at:%F}"

    @property
    def is_confirmed(self) -> bool:
        """Both say that it took place."""
        return self.host_confirmed_at is not None and self.guest_confirmed_at is not None

    @property
    def topic(self) -> str:
        """What its page follows."""
        return f"talk.{self.pk}"

    @property
    def kind(self) -> str:
        """Its kind in the ledger."""
        return CONFIDENTIAL_TALK if self.office == Office.DISCIPLINE else TALK


class PublicKey(models.Model):
    """The public half of a key that a browser made for one talk; the private half never leaves that browser."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="keys")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    public = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["talk", "public"], name="key_given_once")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.person_id}"


class Message(models.Model):
    """Cipher text between two keys. The server cannot read it, and forgets it when the two wish."""

    talk = models.ForeignKey(Talk, models.CASCADE, related_name="messages")
    key = models.UUIDField(unique=True)
    sender = models.ForeignKey(PublicKey, models.CASCADE, related_name="+")
    recipient = models.ForeignKey(PublicKey, models.CASCADE, related_name="+")
    sealed = models.TextField()
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["talk", "id"], name="talk_messages")]

    def __str__(self) -> str:
        return f"{self.talk_id} {self.pk}"


class Undertaking(models.Model):
    """What was promised: one open sentence, one of the two who sees to it, a day. It outlives the messages."""

    key = models.UUIDField(unique=True)
    talk = models.ForeignKey(Talk, models.CASCADE, related_name="undertakings")
    text = models.CharField(max_length=200)
    owner = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    due_on = models.DateField()
    written_by_name = models.CharField(max_length=80)
    written_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["owner", "done_at", "due_on"], name="undertakings_due")]

    def __str__(self) -> str:
        return self.text
