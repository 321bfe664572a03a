"""Roster imports: what was uploaded, how far it got, and what it changed."""

from django.db import models
from django.db.models import Q

from zhibu.kernel.crypto import SealedField
from zhibu.members.enums import ImportState


class RosterImport(models.Model):
    """One uploaded roster on its way from preview to the register, and back if need be.

    The file is sealed and forgotten some days later; counts stay. `problems` is JSON, sealed because it
    quotes cells. `key` comes with the form, so that sending it twice uploads once.
    """

    key = models.UUIDField(unique=True)
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.PREVIEWED)
    account = models.ForeignKey("members.Account", models.PROTECT, null=True, blank=True, related_name="+")
    uploaded_by = models.CharField(max_length=80)
    uploaded_at = models.DateTimeField()
    scope_path = models.CharField(max_length=255, blank=True)
    parent = models.ForeignKey("organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+")
    file_name = models.CharField(max_length=120)
    stored_as = models.CharField(max_length=200, blank=True)
    rows = models.PositiveIntegerField(default=0)
    bad_rows = models.PositiveIntegerField(default=0)
    new_branches = models.JSONField(default=list, blank=True)
    plan = models.JSONField(default=dict, blank=True)
    problem_counts = models.JSONField(default=dict, blank=True)
    problems = SealedField(blank=True, default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(null=True, blank=True)
    seen_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=300, blank=True)
    kept = models.PositiveIntegerField(default=0)
    rolled_back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            # Two at once would create the same person twice or undo each other.
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state=ImportState.RUNNING),
                name="one_roster_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.state})"

    @property
    def is_working(self) -> bool:
        """Whether something is queued or goes on."""
        return self.state in (ImportState.QUEUED, ImportState.UNDO_QUEUED, ImportState.RUNNING)


class RosterChange(models.Model):
    """What an import did to one person; `before` is JSON of the values it replaced, sealed, "" when it created."""

    roster = models.ForeignKey(RosterImport, models.CASCADE, related_name="changes", db_index=False)  # in the key
    person = models.ForeignKey("members.Person", models.SET_NULL, null=True, related_name="+")
    row = models.PositiveIntegerField()
    created = models.BooleanField()
    before = SealedField(blank=True, default="")
    kept = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["roster", "person"], name="one_change_a_person")]

    def __str__(self) -> str:
        return f"{self.roster_id}:{self.row}"
