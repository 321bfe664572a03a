"""The kernel: three apps' worth of use, no business word."""

from importlib import import_module
from importlib.util import find_spec

from django.apps import AppConfig, apps
from django.utils.translation import gettext_lazy as _


class KernelConfig(AppConfig):
    """Loads every app's handlers and tasks, so that announcing apps need not know who listens."""

    name = "zhibu.kernel"
    verbose_name = _("系统运行")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Find `handlers` and `tasks` of all Zhibu apps, and the system checks."""
        import_module("zhibu.kernel.checks")
        for app in apps.get_app_configs():
            if app.name.startswith("zhibu."):
                for part in ("handlers", "tasks"):
                    if find_spec(f"{app.name}.{part}"):
                        import_module(f"{app.name}.{part}")
