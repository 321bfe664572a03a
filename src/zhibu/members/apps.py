"""People, membership, posts held, roles, login, roster."""

from django.apps import AppConfig


class MembersConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.members"
    default_auto_field = "django.db.models.BigAutoField"
