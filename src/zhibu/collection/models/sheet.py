"""Sheets that are filled in, what was said, and who has confirmed what."""

from django.db import models
from django.db.models import F, Q

from zhibu.collection.enums import Mode, SheetState, Stage, Verdict
from zhibu.kernel.crypto import SealedField


class Sheet(models.Model):
    """What one person or one branch fills in. Without a request it is a member's own look through his record.

    `version` counts saves, so that nobody writes over what he has not seen; `last_key` makes a second tap the first.
    """

    request = models.ForeignKey(
        "collection.Request", models.PROTECT, null=True, blank=True, related_name="sheets", db_index=False
    )
    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+", db_index=False)
    person = models.ForeignKey("members.Person", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=SheetState, default=SheetState.OPEN)
    asked = models.PositiveSmallIntegerField(default=0)
    confirmed = models.PositiveSmallIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=0)
    opened_at = models.DateTimeField()
    mode = models.CharField(max_length=10, choices=Mode, default=Mode.ONLINE)
    note = models.CharField(max_length=200, blank=True)
    submitted_by = models.CharField(max_length=80, blank=True)
    submitted_by_id = models.BigIntegerField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    checked_by = models.CharField(max_length=80, blank=True)
    checked_by_id = models.BigIntegerField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    done_by = models.CharField(max_length=80, blank=True)
    done_by_id = models.BigIntegerField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    returned_reason = models.CharField(max_length=200, blank=True)
    returned_by = models.CharField(max_length=80, blank=True)
    version = models.PositiveIntegerField(default=1)
    last_key = models.UUIDField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["request", "person"], condition=Q(person__isnull=False, request__isnull=False),
                name="one_sheet_a_person",
            ),
            models.UniqueConstraint(
                fields=["request", "branch"], condition=Q(person=None), name="one_sheet_a_branch"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(request=None, state__in=["open", "returned", "submitted", "checked"]),
                name="one_own_look_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(request__isnull=False) | Q(person__isnull=False), name="sheet_is_for_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["submitted", "checked", "kept"]) | Q(submitted_at__isnull=False),
                name="submitted_sheet_has_time",
            ),
            models.CheckConstraint(
                condition=Q(done_by_id=None) | Q(checked_by_id=None) | ~Q(done_by_id=F("checked_by_id")),
                name="two_people_check",
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["request", "state", "branch"], name="sheets_of_request"),
            models.Index(fields=["branch", "state"], name="sheets_of_branch"),
            models.Index(fields=["branch", "opened_at"], name="sheets_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.person_id or self.branch_id} {self.state}"


class Item(models.Model):
    """What was said about one item. A change of the record is not kept here but passed on to the record's own app as
    request `correction_id`; `platform` is the figure that the platform had worked out."""

    sheet = models.ForeignKey(Sheet, models.CASCADE, related_name="items", db_index=False)
    question = models.ForeignKey(
        "collection.Question", models.PROTECT, null=True, blank=True, related_name="items"
    )  # fmt: skip
    field = models.CharField(max_length=40, blank=True)
    verdict = models.CharField(max_length=10, choices=Verdict)
    answer = SealedField(blank=True, default="")
    platform = models.CharField(max_length=30, blank=True)
    correction_id = models.BigIntegerField(null=True, blank=True)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sheet", "field"], condition=~Q(field=""), name="field_said_once"),
            models.UniqueConstraint(
                fields=["sheet", "question"], condition=Q(question__isnull=False), name="question_answered_once"
            ),
            models.CheckConstraint(
                condition=~Q(field="") | Q(question__isnull=False), name="item_is_about_something"
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.field or self.question_id} {self.verdict}"


class Confirmation(models.Model):
    """Somebody says that a held value is right; append-only. Of the value only a keyed digest is kept."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+", db_index=False)
    field = models.CharField(max_length=40)
    digest = models.CharField(max_length=32)
    stage = models.CharField(max_length=10, choices=Stage)
    by_name = models.CharField(max_length=80)
    by_id = models.BigIntegerField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["person", "field", "at"], name="confirmations")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.field} {self.stage}"
