"""How urgent a message is, and how it travels."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    """Whether a message may wait for the morning."""

    ORDINARY = "ordinary", _("普通")
    URGENT = "urgent", _("紧急")  # safety only; sent in quiet hours too


class Channel(TextChoices):
    """Ways out of the house. The message page itself is always there."""

    EMAIL = "email", _("电子邮件")
