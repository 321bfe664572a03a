"""Members fill in once: what is held is shown and confirmed, only what is missing is asked, and asking is counted."""

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.collection"
    default_auto_field = "django.db.models.BigAutoField"
