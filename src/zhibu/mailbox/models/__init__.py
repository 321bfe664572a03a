"""Tables of the mailbox."""

from zhibu.mailbox.models.boxes import Box, Key
from zhibu.mailbox.models.letters import Attachment, Letter, Message, Seat, Step

__all__ = ["Attachment", "Box", "Key", "Letter", "Message", "Seat", "Step"]
