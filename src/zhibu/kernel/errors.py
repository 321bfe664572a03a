"""Refusals: what a member is told when something cannot be done, and why."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """An action that is not possible now. `sentence` says what happened and what to do next.

    Subclasses set `code` (stable, for programs) and `sentence` (translated, ends with a full stop).
    `status` is the HTTP status the middleware answers with.
    """

    code = "refused"
    sentence = _("现在不能这样做。请返回上一页核对后再试。")
    status = 422

    def __init__(self, sentence: object | None = None, *, code: str | None = None) -> None:
        self.sentence = self.sentence if sentence is None else sentence  # type: ignore[assignment]
        self.code = code or self.code
        super().__init__(self.code)

    def __str__(self) -> str:
        return str(self.sentence)


class NotFound(Refused):
    """The same answer for "missing" and "not yours", so that nobody learns what exists."""

    code = "not_found"
    sentence = _("没有找到这一页，或者它不对您开放。请从首页重新进入。")
    status = 404


class LoginNeeded(Refused):
    """Nobody is signed in; pages redirect to the login form, JSON answers 401."""

    code = "login_needed"
    sentence = _("请先登录，再继续。")
    status = 401


class Busy(Refused):
    """The database is held by somebody else, is full or is away; nothing was changed."""

    code = "busy"
    sentence = _("系统正忙，这一步没有保存。您填写的内容还在，请稍等几秒后再试一次。")
    status = 503


class TooLarge(Refused):
    """More was sent than a form takes; nothing of it was read."""

    code = "too_large"
    sentence = _("文件超过了 %(limit)d MB，没有上传。请删去图片和多余的工作表，或分成几个文件再上传。")
    status = 413
