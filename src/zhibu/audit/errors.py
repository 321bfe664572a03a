"""Refusals about the audit log."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound


class NoSuchLog(NotFound):
    """The log is for the audit administrator alone (rules.md 10.3)."""

    code = "no_such_log"
    sentence = _("审计日志只对审计管理员开放，并需要先完成第二步验证。请从首页重新进入。")
