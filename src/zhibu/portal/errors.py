"""Refusals of pages made of several apps."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import Refused


class TriedTooOften(Refused):
    """Codes are not guessed."""

    code = "tried_too_often"
    sentence = _("查询太频繁。请过几分钟再试，或打纸上的电话核实。")
    status = 429
