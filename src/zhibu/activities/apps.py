"""Activities, sign-up, check-in, attendance, minutes."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ActivitiesConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.activities"
    verbose_name = _("活动与会议")
    default_auto_field = "django.db.models.BigAutoField"
