"""Home, search: pages made of several apps."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.portal"
    default_auto_field = "django.db.models.BigAutoField"
