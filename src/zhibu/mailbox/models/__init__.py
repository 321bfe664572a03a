"""Tables of the mailbox."""

from zhibu.mailbox.models.boxes import Box, Comparison, Key
from zhibu.mailbox.models.letters import Attachment, Letter, Message, Seat, Step

__all__ = ["Attachment", "Box", "Comparison", "Key", "Letter", "Message", "Seat", "Step"]
