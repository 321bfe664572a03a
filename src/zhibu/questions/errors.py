"""Refusals about questions."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchQuestion(NotFound):
    """Missing, or of a bank that the viewer does not keep."""

    code = "no_such_question"
    sentence = _("没有找到这道题，或者它不在您能看的题库里。请从“题库”重新进入。")


class NoSuchImport(NotFound):
    """Missing, or of a bank that the viewer does not keep."""

    code = "no_such_import"
    sentence = _("没有找到这次导入，或者它不在您管的题库里。请从“题库”重新进入。")


class UnreadableTable(Refused):
    """The file is no table, is damaged, or is not safe to open; the sentence says what to do."""

    code = "unreadable_table"
    sentence = _("文件打不开，可能没有传完，也可能不是表格。请上传 xlsx 或 csv 格式的题目表。")


class NotOwnWork(Refused):
    """A question is reviewed by somebody who did not write it."""

    code = "not_own_work"
    sentence = _("这道题是您写的，要请另一位同志审核。")


class DraftWaiting(Refused):
    """A newer version of the question is being worked on."""

    code = "draft_waiting"
    sentence = _("这道题已经有一个待审核的新版本。请直接修改那个版本。")


class StateChanged(Refused):
    """Somebody was faster."""

    code = "state_changed"
    sentence = _("这道题刚刚被别人处理过，现在不能这样做。请刷新后看它的状态。")


class RemarkMissing(Refused):
    """Who sends back or retires says why."""

    code = "remark_missing"
    sentence = _("请写明理由，让写题的同志知道怎么改。")


class NothingToImport(Refused):
    """Every row is bad, or bad rows were not agreed to be left out."""

    code = "nothing_to_import"
    sentence = _("还有读不懂的行，没有导入。请改好后重新上传，或勾选“跳过有错误的行”。")
