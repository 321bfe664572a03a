"""Talks between two people: the drawn one, the booked one, and what was promised."""

from django.apps import AppConfig


class TalksConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.talks"
    default_auto_field = "django.db.models.BigAutoField"
