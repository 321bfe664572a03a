"""Other installations that exchange signed messages with this one, and every message that went or came."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField
from zhibu.transfers.enums import EnvelopeState, MessageKind


class SigningKey(models.Model):
    """The Ed25519 key of this installation, as base64; the private half is sealed. One is current."""

    public = models.CharField(max_length=60, unique=True)
    private = SealedField()
    made_at = models.DateTimeField()
    current = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["current"], condition=Q(current=True), name="one_current_signing_key")
        ]

    def __str__(self) -> str:
        return self.public[:12]


class Peer(models.Model):
    """Another installation: its address, its public key, and the committee of ours that deals with it."""

    name = models.CharField(max_length=120)
    address = models.URLField(max_length=200, unique=True)
    public_key = models.CharField(max_length=60, unique=True)
    committee = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    active = models.BooleanField(default=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return str(self.name)


class Envelope(models.Model):
    """A signed message. `content` is the sealed text that was signed; the same message again is the same row."""

    peer = models.ForeignKey(Peer, models.PROTECT, related_name="envelopes")
    outgoing = models.BooleanField()
    message_id = models.UUIDField()
    kind = models.CharField(max_length=10, choices=MessageKind)
    transfer = models.ForeignKey("transfers.Transfer", models.PROTECT, null=True, related_name="envelopes")
    content = SealedField()
    signature = models.CharField(max_length=100)
    state = models.CharField(max_length=10, choices=EnvelopeState)
    answer = models.CharField(max_length=60, blank=True)
    at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["peer", "outgoing", "message_id"], name="message_taken_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.message_id}"
