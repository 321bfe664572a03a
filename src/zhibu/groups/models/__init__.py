"""Tables of groups."""

from zhibu.groups.models.asking import Choice, Confirmation, Notice, Poll, PollOption
from zhibu.groups.models.group import Group, Invitation, KeepRule, Place
from zhibu.groups.models.message import Edit, Message, Robot, Topic, Word

__all__ = [
    "Choice",
    "Confirmation",
    "Edit",
    "Group",
    "Invitation",
    "KeepRule",
    "Message",
    "Notice",
    "Place",
    "Poll",
    "PollOption",
    "Robot",
    "Topic",
    "Word",
]
