"""The door of the mailbox."""

from zhibu.mailbox.queries.boxes import takes_letters
from zhibu.mailbox.queries.letters import things_to_do

__all__ = ["takes_letters", "things_to_do"]
