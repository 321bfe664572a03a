"""Refusals about the ledger."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchEntry(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_entry"
    sentence = _("没有找到这条记录，或者它不对您开放。请从记录本重新进入。")


class AlreadyReversed(Refused):
    """An entry can be reversed once."""

    code = "already_reversed"
    sentence = _("这条记录已经更正过了。请刷新页面查看更正后的记录。")


class UnknownKind(Refused):
    """A kind that no app declared."""

    code = "unknown_kind"
    sentence = _("没有这种记录。请从列出的种类里选择。")


class ReasonNeeded(Refused):
    """A correction stays readable for ever, so it says why."""

    code = "reason_needed"
    sentence = _("请写明更正的原因，它会一直显示在这条记录旁边。")


class NothingChanged(Refused):
    """A correction that corrects nothing."""

    code = "nothing_changed"
    sentence = _("您填写的内容与原记录相同，没有可更正的地方。请修改数量或方式，或者选择“撤销这条记录”。")
