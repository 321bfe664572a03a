"""The door of notify."""

from zhibu.notify.queries import messages, waiting
from zhibu.notify.services import send

__all__ = ["messages", "send", "waiting"]
