"""The door of activities."""

from zhibu.activities.queries.activity import activities, get_activity
from zhibu.activities.queries.todo import at_home, tasks_to_do, things_to_do

__all__ = ["activities", "at_home", "get_activity", "tasks_to_do", "things_to_do"]
