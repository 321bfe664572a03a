"""Django's admin with our site: zhibu.config.office."""

from django.contrib.admin import apps as admin


class OfficeConfig(admin.AdminConfig):
    """The back office."""

    default_site = "zhibu.config.office.OfficeSite"
