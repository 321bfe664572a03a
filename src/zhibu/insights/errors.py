"""Refusals of the boards."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound


class NoBoard(NotFound):
    """No organisation whose figures the viewer may see."""

    code = "no_board"
    sentence = _("统计图表供支部委员和党务工作人员查看。您自己的记录在“我的”里。")
