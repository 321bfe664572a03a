"""The door of groups."""

from zhibu.groups.queries.groups import may_read, my_groups, unread
from zhibu.groups.queries.todo import things_to_do

__all__ = ["may_read", "my_groups", "things_to_do", "unread"]
