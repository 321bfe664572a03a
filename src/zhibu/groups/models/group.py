"""Groups and who sits in them, from when to when."""

from django.db import models
from django.db.models import Q

from zhibu.groups.enums import FREE_GROUPS, TREE_GROUPS, Answer, GroupKind, Part


class Group(models.Model):
    """A group of the tree (its organisation says who is in it) or a free one (its owner invites)."""

    kind = models.CharField(max_length=20, choices=GroupKind)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=60)
    announcements_only = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    indexed_to = models.PositiveBigIntegerField(default=0)  # id of the last message that can be found by its words

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "kind"], condition=Q(kind__in=[str(kind) for kind in TREE_GROUPS]),
                name="one_group_of_a_kind",
            ),
            models.CheckConstraint(
                condition=Q(organisation__isnull=False) | Q(kind__in=[str(kind) for kind in FREE_GROUPS]),
                name="tree_group_has_organisation",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.name)

    @property
    def is_free(self) -> bool:
        """Whether an owner invites."""
        return self.kind in FREE_GROUPS


class Place(models.Model):
    """Somebody's time in a group. `read_to` is his own bookmark: a message, no time, and shown to nobody else."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="places")
    # Places follow the tree by themselves: they do not keep a person whose import is taken back.
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    part = models.CharField(max_length=10, choices=Part, default=Part.MEMBER)
    leads = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    muted = models.BooleanField(default=False)
    read_to = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "person"], condition=Q(until=None), name="one_place_at_a_time"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=models.F("since")), name="place_ends_after_it_began"
            ),
        ]
        indexes = [models.Index(fields=["person", "group"], name="places_of_person", condition=Q(until=None))]

    def __str__(self) -> str:
        return f"{self.person_id} @ {self.group_id}"


class Invitation(models.Model):
    """The owner of a free group asks somebody in; nobody is put into one."""

    group = models.ForeignKey(Group, models.CASCADE, related_name="invitations")
    person = models.ForeignKey("members.Person", models.CASCADE, related_name="+")
    invited_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "person"], condition=Q(answer=Answer.WAITING), name="one_open_invitation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} → {self.group_id}"


class KeepRule(models.Model):
    """How long messages of a kind of group are kept, by date; in force is the latest not after the day."""

    kind = models.CharField(max_length=20, choices=GroupKind)
    days = models.PositiveIntegerField()
    in_force_from = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "in_force_from"], name="one_keep_rule_a_day")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.days}"
