"""The audit log: one row an act, each sealed to the one before."""

from django.db import models

from zhibu.audit.enums import action_label, detail_lines, subject_label


class AuditRow(models.Model):
    """Who did what to what, when and why. Never holds class A values (rules.md 10.2)."""

    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    actor_id = models.BigIntegerField(null=True, blank=True, db_index=True)
    action = models.CharField(max_length=60, db_index=True)
    subject = models.CharField(max_length=120, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    detail = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.at:%F %T} {self.actor} {self.action} {self.subject}"

    @property
    def action_label(self) -> str:
        """The action in words."""
        return action_label(self.action)

    @property
    def subject_label(self) -> str:
        """The subject in words."""
        return subject_label(self.subject)

    @property
    def detail_lines(self) -> list[tuple[str, str]]:
        """Every detail that says something, in words."""
        return detail_lines(self.detail)


class AuditSeal(models.Model):
    """A link of the chain over rows up to `last_row_id`; `digest` covers them and the seal before."""

    first_row_id = models.BigIntegerField()
    last_row_id = models.BigIntegerField(unique=True)
    rows = models.PositiveIntegerField()
    previous = models.CharField(max_length=64, blank=True, unique=True)
    digest = models.CharField(max_length=64)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"…{self.last_row_id} {self.digest[:12]}"
