"""The record of a meeting (会议记录, rules.md 9.1): drafted, signed by two, locked, then only added to."""

from django.db import models
from django.db.models import F, Q

from zhibu.activities.enums import LeftOutGround, MotionRule, Signer


class Minutes(models.Model):
    """One record for an activity, also when it was held in several sessions.

    `version` grows with every saved change: a save that starts from an older one is refused. From `locked_at` on
    the database refuses any change of the record and its parts (migration triggers); `content` is then the record
    as it was signed and `digest` its SHA-256.
    """

    activity = models.OneToOneField("activities.Activity", models.PROTECT, related_name="minutes")
    version = models.PositiveIntegerField(default=1)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    place = models.CharField(max_length=120, blank=True)
    chair = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    recorder = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    lecturer = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    invited = models.TextField(blank=True)
    topics = models.TextField(blank=True)
    papers = models.TextField(blank=True)
    closing = models.TextField(blank=True)
    content = models.JSONField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True)
    locked_at = models.DateTimeField(null=True, blank=True)
    saved_at = models.DateTimeField()
    saved_by = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ended_at__gt=F("started_at")), name="minutes_end_after_start"),
            models.CheckConstraint(
                condition=Q(chair__isnull=True) | Q(recorder__isnull=True) | ~Q(chair=F("recorder")),
                name="chair_is_not_recorder",
            ),
            models.CheckConstraint(
                condition=Q(locked_at__isnull=True) | (~Q(digest="") & Q(content__isnull=False)),
                name="locked_minutes_have_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} v{self.version}"


class Speech(models.Model):
    """A speaker and his main points; different opinions word for word."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="speeches")
    position = models.PositiveSmallIntegerField()
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    points = models.TextField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["minutes", "position"], name="speech_placed_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.position}"


class Motion(models.Model):
    """One vote, as counts only: who voted how is stored nowhere.

    `due` and `present` count those with the right to vote. Written opinions are counted where the rule counts them
    (admission, conversion); `tallies` is an election's [name, votes] list.
    """

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="motions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    rule = models.CharField(max_length=12, choices=MotionRule)
    is_secret = models.BooleanField(default=False)
    due = models.PositiveIntegerField()
    present = models.PositiveIntegerField()
    votes_for = models.PositiveIntegerField(default=0)
    votes_against = models.PositiveIntegerField(default=0)
    abstained = models.PositiveIntegerField(default=0)
    written_for = models.PositiveIntegerField(default=0)
    written_against = models.PositiveIntegerField(default=0)
    written_abstained = models.PositiveIntegerField(default=0)
    seats = models.PositiveSmallIntegerField(default=0)
    ballots_issued = models.PositiveIntegerField(default=0)
    ballots_returned = models.PositiveIntegerField(default=0)
    tallies = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "position"], name="motion_placed_once"),
            models.CheckConstraint(condition=Q(present__lte=F("due")), name="present_not_above_due"),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("votes_against") + F("abstained")),
                name="votes_not_above_present",
            ),
            models.CheckConstraint(
                condition=Q(due__gte=F("present") + F("written_for") + F("written_against") + F("written_abstained")),
                name="written_only_from_absent",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=[MotionRule.ADMISSION, MotionRule.CONVERSION])
                | Q(written_for=0, written_against=0, written_abstained=0),
                name="written_only_for_admission",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.position} {self.rule}"


class LeftOut(models.Model):
    """A full member left out of "should attend" for this meeting, with the consent that allows it (rules.md 1.5)."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="left_out")
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    ground = models.CharField(max_length=12, choices=LeftOutGround)
    consent = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["minutes", "person"], name="left_out_once")]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.person_id}"


class Resolution(models.Model):
    """What was decided, who does it, by when. With an owner and a date it is a task of his."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="resolutions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    owner = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "position"], name="resolution_placed_once"),
            models.CheckConstraint(
                condition=Q(owner__isnull=True, due_on__isnull=True) | Q(owner__isnull=False, due_on__isnull=False),
                name="task_has_owner_and_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.position}"


class Completion(models.Model):
    """That a resolution was carried out; apart from it, because the record itself is locked."""

    resolution = models.OneToOneField(Resolution, models.PROTECT, related_name="completion")
    note = models.CharField(max_length=300, blank=True)
    completed_at = models.DateTimeField()
    completed_by = models.CharField(max_length=80)

    def __str__(self) -> str:
        return f"{self.resolution_id}"


class Signature(models.Model):
    """The chair or the recorder signed this version, from an account of his own; append-only."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="signatures")
    version = models.PositiveIntegerField()
    signer = models.CharField(max_length=10, choices=Signer)
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    digest = models.CharField(max_length=64)
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["minutes", "version", "signer"], name="version_signed_once_each"),
            models.UniqueConstraint(fields=["minutes", "version", "person"], name="two_people_sign"),
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id} v{self.version} {self.signer}"


class Addendum(models.Model):
    """A correction of a locked record, with its reason; append-only."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="addenda")
    key = models.UUIDField(unique=True)
    text = models.TextField()
    reason = models.CharField(max_length=300)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=80)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.minutes_id} {self.added_at:%F}"
