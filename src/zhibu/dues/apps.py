"""Membership dues: what each member owes by rule, how it is paid, and books that always balance."""

from django.apps import AppConfig


class DuesConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.dues"
    default_auto_field = "django.db.models.BigAutoField"
