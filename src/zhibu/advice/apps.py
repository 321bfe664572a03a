"""Employees' advice: a public board that answers people, and a monthly brief of what many of them speak about."""

from django.apps import AppConfig


class AdviceConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.advice"
    default_auto_field = "django.db.models.BigAutoField"
