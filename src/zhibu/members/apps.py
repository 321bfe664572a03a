"""People, membership, posts held, roles, login, roster."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MembersConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.members"
    verbose_name = _("人员与任职")
    default_auto_field = "django.db.models.BigAutoField"
