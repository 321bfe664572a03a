"""The door of the mailbox."""

from zhibu.mailbox.queries.letters import things_to_do

__all__ = ["things_to_do"]
