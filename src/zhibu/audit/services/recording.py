"""Writing to the audit log."""

from datetime import datetime
from typing import Any

from zhibu.audit.models import AuditRow
from zhibu.kernel.viewer import Viewer


def record(
    viewer: Viewer, *, action: str, subject: object = "", at: datetime, reason: str = "", **detail: Any
) -> AuditRow:
    """Add one row, in the caller's transaction. `subject` is "kind:id"; `detail` holds plain values, no class A."""
    return AuditRow.objects.create(
        at=at, actor=viewer.name, actor_id=viewer.person_id, action=action, subject=str(subject),
        reason=reason, detail=detail,
    )  # fmt: skip
