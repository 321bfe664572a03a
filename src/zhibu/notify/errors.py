"""Refusals about messages."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound


class NoSuchMessage(NotFound):
    """Missing, or somebody else's."""

    code = "no_such_message"
    sentence = _("没有找到这条消息，它可能已经过期。请回到消息页查看其他消息。")
