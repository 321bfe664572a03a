"""Refusals about organisations."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound


class NoSuchOrganisation(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_organisation"
    sentence = _("没有找到这个组织，或者它不在您的工作范围内。请从“我的”重新进入。")
