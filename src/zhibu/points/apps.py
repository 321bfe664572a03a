"""Schemes, settlement, publication, objection, star of the month."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.points"
    default_auto_field = "django.db.models.BigAutoField"
