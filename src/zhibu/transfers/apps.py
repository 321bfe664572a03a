"""Moving a member's Party relation: inside the tree, out by letter or message, in from elsewhere."""

from django.apps import AppConfig


class TransfersConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.transfers"
    default_auto_field = "django.db.models.BigAutoField"
