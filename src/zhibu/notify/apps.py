"""Messages to people through channels: at most twice, never in quiet hours."""

from django.apps import AppConfig


class NotifyConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.notify"
    default_auto_field = "django.db.models.BigAutoField"
