"""The organisation tree: kinds, posts' titles, terms, alerts."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.organisations"
    default_auto_field = "django.db.models.BigAutoField"
