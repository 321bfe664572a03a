"""Topics, stream and replay: what has changed reaches the pages that are open."""

from django.apps import AppConfig


class RealtimeConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.realtime"
    default_auto_field = "django.db.models.BigAutoField"
