"""Activities, sign-up, check-in, attendance, minutes."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.activities"
    default_auto_field = "django.db.models.BigAutoField"
