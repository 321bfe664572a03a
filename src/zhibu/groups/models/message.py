"""What is said in groups, what was said before it was changed, and the words it is found by."""

from django.db import models
from django.db.models import F, Q

from zhibu.groups.enums import MessageKind, TopicKind
from zhibu.groups.models.group import Group


class Topic(models.Model):
    """A thread of a group. One of organised life is closed with a summary that goes into the record book."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="topics")
    key = models.UUIDField()
    kind = models.CharField(max_length=20, choices=TopicKind)
    title = models.CharField(max_length=60)
    opened_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+")
    summary = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "key"], name="topic_opened_once")]

    def __str__(self) -> str:
        return str(self.title)


class Robot(models.Model):
    """A program that writes into a group under a name of its own, until somebody ends it."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="robots")
    name = models.CharField(max_length=20)
    made_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return str(self.name)


class Message(models.Model):
    """One message. `source` names its writer and the key his device gave it: sent again it is the same message.

    A recalled message keeps no text; a hidden one keeps it, with the reason, and can be shown again.
    """

    group = models.ForeignKey(Group, models.CASCADE, related_name="messages", db_index=False)
    source = models.CharField(max_length=60, unique=True)
    person = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    robot = models.ForeignKey(Robot, models.PROTECT, null=True, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=MessageKind, default=MessageKind.TEXT)
    text = models.TextField(blank=True)
    file = models.ForeignKey("drive.File", models.PROTECT, null=True, related_name="+", db_index=False)
    seconds = models.PositiveSmallIntegerField(default=0)
    quote = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.SET_NULL, null=True, related_name="messages", db_index=False)
    sent_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True, blank=True)
    recalled_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey("members.Person", models.PROTECT, null=True, related_name="+", db_index=False)
    hidden_reason = models.CharField(max_length=200, blank=True)
    pinned_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, robot=None) | Q(person=None, robot__isnull=False),
                name="message_has_one_writer",
            ),
            models.CheckConstraint(condition=Q(hidden_at=None) | ~Q(hidden_reason=""), name="hidden_with_a_reason"),
            models.CheckConstraint(condition=Q(recalled_at=None) | Q(text=""), name="recalled_keeps_no_text"),
        ]
        indexes = [
            models.Index(fields=["group", "id"], name="messages_of_group"),
            models.Index(fields=["topic", "id"], name="messages_of_topic", condition=Q(topic__isnull=False)),
            models.Index(F("quote"), name="quotes_of_message", condition=Q(quote__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} #{self.pk}"


class Edit(models.Model):
    """What a message said before it was changed."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="edits")
    before = models.TextField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.message_id} {self.at}"


class Word(models.Model):
    """A word that a message is found by."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="+", db_index=False)
    word = models.CharField(max_length=40)
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "word", "message"], name="word_once_a_message")]

    def __str__(self) -> str:
        return str(self.word)
