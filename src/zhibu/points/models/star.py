"""Star of the month (rules.md 7.5, inventory rows 112-118): duties, checks, summaries, nominations, decision.

`month` is always the first day of the month.
"""

from django.db import models
from django.db.models import F, Q

from zhibu.points.enums import CheckResult, StarState


class Duty(models.Model):
    """One duty of a member's post, checked item by item at the end of each month (row 113)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=200)
    started_on = models.DateField()
    ended_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "position"], condition=Q(ended_on=None), name="duty_numbered_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.text)


class DutyCheck(models.Model):
    """How a duty was done in a month."""

    duty = models.ForeignKey(Duty, models.PROTECT, related_name="checks")
    month = models.DateField()
    result = models.CharField(max_length=10, choices=CheckResult)
    note = models.CharField(max_length=200, blank=True)
    checked_by = models.CharField(max_length=80)
    checked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["duty", "month"], name="duty_checked_once_a_month")]

    def __str__(self) -> str:
        return f"{self.duty_id} {self.month:%Y-%m} {self.result}"


class NotebookCheck(models.Model):
    """Whether the study notebook was shown, and when (row 114)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    month = models.DateField()
    was_seen = models.BooleanField()
    seen_on = models.DateField()
    checked_by = models.CharField(max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="notebook_checked_once_a_month")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"


class Summary(models.Model):
    """What the member himself writes about the month (row 116)."""

    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    month = models.DateField()
    text = models.TextField(max_length=2000)
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "month"], name="one_summary_a_month")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"


class Nomination(models.Model):
    """A proposal for star of the month, with a reason in words, not by points (rules.md 7.5)."""

    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    nominated_by = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "person", "nominated_by"], name="nominated_once"),
            models.CheckConstraint(condition=~Q(person=F("nominated_by")), name="nobody_nominates_himself"),
            models.CheckConstraint(condition=~Q(reason=""), name="nomination_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"


class Star(models.Model):
    """The branch committee's decision; published only with the person's consent."""

    branch = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    month = models.DateField()
    person = models.ForeignKey("members.Person", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=300)
    resolution = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=StarState, default=StarState.DECIDED)
    decided_by = models.CharField(max_length=80)
    decided_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["branch", "month", "person"], name="star_once_a_month"),
            models.UniqueConstraint(
                fields=["branch", "month"], condition=~Q(state=StarState.DECLINED), name="one_star_a_month"
            ),
            models.CheckConstraint(
                condition=Q(announced_at__isnull=True) | Q(consented_at__isnull=False), name="consent_before_notice"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.month:%Y-%m}"
