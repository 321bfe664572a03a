"""Writing to the audit log, and sealing it."""

from zhibu.audit.services.recording import record
from zhibu.audit.services.sealing import Finding, mark, seal, verify

__all__ = ["Finding", "mark", "record", "seal", "verify"]
