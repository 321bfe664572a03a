"""Reads from the audit log: only the audit administrator's (rules.md 10.3)."""

from datetime import datetime

from django.db.models import Q, QuerySet

from zhibu.audit.errors import NoSuchLog
from zhibu.audit.models import AuditRow, AuditSeal
from zhibu.kernel.viewer import Viewer

READER = "audit_admin"


def rows(
    viewer: Viewer, *, action: str = "", words: str = "", first: datetime | None = None, before: datetime | None = None
) -> QuerySet[AuditRow]:
    """The log, newest first, narrowed by action, by words of actor, subject or reason, and by time."""
    if not viewer.has_role(READER):
        raise NoSuchLog
    found = AuditRow.objects.filter(Q(action=action) if action else Q())
    if words:
        found = found.filter(Q(actor__icontains=words) | Q(subject__icontains=words) | Q(reason__icontains=words))
    if first:
        found = found.filter(at__gte=first)
    if before:
        found = found.filter(at__lt=before)
    return found.order_by("-pk")


def actions(viewer: Viewer) -> list[str]:
    """Every action that occurs, for choosing one."""
    return list(rows(viewer).order_by("action").values_list("action", flat=True).distinct())


def latest(action: str) -> AuditRow | None:
    """The last row of an action, for services that compare themselves with what they once wrote."""
    return AuditRow.objects.filter(action=action).order_by("-pk").first()


def head() -> AuditSeal | None:
    """The last link of the chain."""
    return AuditSeal.objects.order_by("-last_row_id").first()
