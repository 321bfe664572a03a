"""Letters: cipher texts, and days. No clock time, no sender, no name of anybody it is about stands here."""

from django.db import models
from django.db.models import Q

from zhibu.mailbox.enums import Side, State, StepKind


class Letter(models.Model):
    """A letter and its conversation, all sealed to `public`. The private half is in the seats and in `writer_sealed`.

    `receipt` is a keyed digest of what the writer's browser derives from the receipt. `level` is how many mailboxes
    up the tree it has gone: 0 is the one it was written to. `notes_public` is the key of the holders' notes.
    """

    box = models.ForeignKey("mailbox.Box", models.PROTECT, related_name="letters")
    number = models.CharField(max_length=12, unique=True)
    receipt = models.CharField(max_length=32, unique=True)
    level = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    public = models.CharField(max_length=44)
    writer_sealed = models.CharField(max_length=120)
    notes_public = models.CharField(max_length=44, blank=True)
    received_on = models.DateField()
    reply_due_on = models.DateField()
    finding_due_on = models.DateField()
    replied_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    came_back = models.BooleanField(default=False)
    untold = models.BooleanField(default=True)
    forgotten_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_on__isnull=False) | (~Q(state=State.CLOSED) & Q(closed_on=None)),
                name="letter_closed_on_a_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["reply_due_on"], name="letters_to_reply", condition=Q(replied_on=None, closed_on=None)
            ),
            models.Index(fields=["finding_due_on"], name="letters_to_find", condition=Q(closed_on=None)),
            models.Index(fields=["box", "received_on"], name="letters_of_box"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Seat(models.Model):
    """A letter's private key sealed to one holder's public key. It opens once the letter has come to its level."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="seats")
    key = models.ForeignKey("mailbox.Key", models.PROTECT, related_name="seats")
    box = models.ForeignKey("mailbox.Box", models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField()
    sealed = models.CharField(max_length=120)
    notes_sealed = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "key"], name="one_seat_a_key")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.key_id}"


class Message(models.Model):
    """Cipher text of one side. `key` makes sending it twice the same as once."""

    letter = models.ForeignKey(Letter, models.CASCADE, related_name="messages")
    key = models.UUIDField(unique=True)
    side = models.CharField(max_length=10, choices=Side)
    by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    sealed = models.TextField()
    on = models.DateField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(side=Side.WRITER, by=None) | (~Q(side=Side.WRITER) & Q(by__isnull=False)),
                name="writer_has_no_name",
            ),
        ]
        indexes = [models.Index(fields=["letter", "id"], name="letter_messages")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.side}"


class Attachment(models.Model):
    """A sealed file. In the database, not in the file store, whose times of change would say the minute."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    number = models.PositiveSmallIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["message", "number"], name="attachment_numbered_once")]

    def __str__(self) -> str:
        return f"{self.message_id}-{self.number}"


class Step(models.Model):
    """What happened to a letter, by day; append-only. `by` is the key holder, nobody for the writer."""

    letter = models.ForeignKey(Letter, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=StepKind)
    level = models.PositiveSmallIntegerField()
    on = models.DateField()
    by = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["letter", "id"], name="letter_steps")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.kind} {self.on}"
