"""Messages that ask for something: polls, and notices to be confirmed by an act."""

from django.db import models

from zhibu.groups.models.message import Message


class Poll(models.Model):
    """A quick question in a group. How many chose what is shown; who chose what is shown to nobody."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="poll")
    several = models.BooleanField(default=False)
    closes_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.message_id}"


class PollOption(models.Model):
    """One of the answers offered."""

    poll = models.ForeignKey(Poll, models.CASCADE, related_name="options")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["poll", "number"], name="option_numbered_once")]
        ordering = ["number"]

    def __str__(self) -> str:
        return str(self.text)


class Choice(models.Model):
    """A person chose an option; he may choose anew while the poll is open."""

    option = models.ForeignKey(PollOption, models.CASCADE, related_name="choices")
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["option", "person"], name="chosen_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.option_id}"


class Notice(models.Model):
    """A message that asks everybody in the group for an act, in words: "请确认能否到会"."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="notice")
    act = models.CharField(max_length=40)
    due_at = models.DateTimeField(null=True, blank=True)
    reminded = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.act)


class Confirmation(models.Model):
    """Somebody did what a notice asks for. When is not kept."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="confirmations")
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="confirmed_once")]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.notice_id}"
