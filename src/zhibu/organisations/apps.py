"""The organisation tree: kinds, posts' titles, terms, alerts."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.organisations"
    verbose_name = _("组织")
    default_auto_field = "django.db.models.BigAutoField"
