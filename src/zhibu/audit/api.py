"""The door of the audit log."""

from zhibu.audit.services import record

__all__ = ["record"]
