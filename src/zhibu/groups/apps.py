"""Groups that follow the organisation: messages, topics, polls, announcements."""

from django.apps import AppConfig


class GroupsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.groups"
    default_auto_field = "django.db.models.BigAutoField"
