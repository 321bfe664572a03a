"""Reads from the audit log."""

from zhibu.audit.models import AuditRow


def latest(action: str) -> AuditRow | None:
    """The last row of an action, for services that compare themselves with what they once wrote."""
    return AuditRow.objects.filter(action=action).order_by("-pk").first()
