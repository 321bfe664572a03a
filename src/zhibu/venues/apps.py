"""The exhibition hall and its visitors, and rooms and vehicles that employees reserve."""

from django.apps import AppConfig


class VenuesConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.venues"
    default_auto_field = "django.db.models.BigAutoField"
