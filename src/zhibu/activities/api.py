"""The door of activities."""

from zhibu.activities.queries.activity import activities, get_activity
from zhibu.activities.queries.todo import on_now, tasks_to_do, things_to_do

__all__ = ["activities", "get_activity", "on_now", "tasks_to_do", "things_to_do"]
