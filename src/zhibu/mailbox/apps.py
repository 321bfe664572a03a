"""The mailbox of the discipline secretary: letters that only their recipients and their writer can read."""

from django.apps import AppConfig


class MailboxConfig(AppConfig):
    """Registers the app."""

    name = "zhibu.mailbox"
    default_auto_field = "django.db.models.BigAutoField"
