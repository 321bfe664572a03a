"""The door of the audit log."""

from zhibu.audit.queries import latest
from zhibu.audit.services import record

__all__ = ["latest", "record"]
