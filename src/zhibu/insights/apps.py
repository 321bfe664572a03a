"""Boards and statistics: rates of organisations, never ranks of persons."""

from django.apps import AppConfig


class InsightsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.insights"
    default_auto_field = "django.db.models.BigAutoField"
