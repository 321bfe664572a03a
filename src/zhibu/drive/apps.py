"""Files that people keep: typed by content, served as attachments, read by permission."""

from django.apps import AppConfig


class DriveConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.drive"
    default_auto_field = "django.db.models.BigAutoField"
