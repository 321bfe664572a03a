"""Refusals about questions."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound


class NoSuchQuestion(NotFound):
    """Missing, or of a bank that the viewer does not keep."""

    code = "no_such_question"
    sentence = _("没有找到这道题，或者它不在您能看的题库里。请从“题库”重新进入。")
