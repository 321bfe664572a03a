"""Refusals about people."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchPerson(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_person"
    sentence = _("没有找到这位同志，或者他不在您的工作范围内。请核对后从名册重新进入。")


class UnreadableFile(Refused):
    """An uploaded roster that cannot be opened or is not a roster."""

    code = "unreadable_file"
    sentence = _("这个文件读不出来。请另存为 xlsx 后再上传。")
