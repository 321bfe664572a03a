"""Mailboxes, and the keys of those who receive their letters."""

from django.db import models
from django.db.models import Q


class Box(models.Model):
    """The mailbox of an organisation. Days are calendar days; `elsewhere` says where else one may turn."""

    organisation = models.OneToOneField("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(max_length=60)
    reply_days = models.PositiveSmallIntegerField(default=15)
    finding_days = models.PositiveSmallIntegerField(default=60)
    elsewhere = models.CharField(max_length=300, blank=True)
    opened_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(reply_days__gte=1, finding_days__gte=1), name="mailbox_clocks_run"),
        ]

    def __str__(self) -> str:
        return str(self.name)


class Key(models.Model):
    """A holder's key pair: the public half, and the private half wrapped by a passphrase that only he knows.

    `opened_by` is what unwraps it in his browser: salt, cost and memory of Argon2id, nonce. A key counts from
    `confirmed_at`, when another holder compared its digits, until `retired_at`.
    """

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    public = models.CharField(max_length=44, unique=True)
    wrapped = models.CharField(max_length=120)
    opened_by = models.JSONField()
    made_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    confirmed_by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(retired_at=None, confirmed_at__isnull=False), name="one_key_in_force"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(retired_at=None, confirmed_at=None), name="one_key_waiting"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("person")), name="key_confirmed_by_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.public[:8]}"

    @property
    def is_in_force(self) -> bool:
        """Whether letters are sealed to it."""
        return self.confirmed_at is not None and self.retired_at is None


class Comparison(models.Model):
    """A fellow who receives an organisation's letters compared a key's digits: for its letters the key counts."""

    key = models.ForeignKey(Key, models.CASCADE, related_name="comparisons")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "organisation"], name="key_compared_once_for_letters")]

    def __str__(self) -> str:
        return f"{self.key_id} {self.organisation_id}"
