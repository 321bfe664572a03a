"""The service hall: matters that people ask for, and the cases that come of them, each with its steps and its clock."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.casework"
    default_auto_field = "django.db.models.BigAutoField"
