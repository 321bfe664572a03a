"""What the edge refuses, in words a page can show."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import Refused


class TicketLapsed(Refused):
    """The ticket is forged, has run out, or its person has signed out; the page asks for another."""

    code = "ticket"
    sentence = _("这一页打开太久了，请刷新页面后继续。")
    status = 401


class NotYours(Refused):
    """The room is not among those of the ticket."""

    code = "not_yours"
    sentence = _("这里不对您开放，没有发送。请返回上一页。")
    status = 403


class NoSuchDoor(Refused):
    """No such address under /rt/."""

    code = "not_found"
    sentence = _("没有找到这一页，或者它不对您开放。请从首页重新进入。")
    status = 404


class PostTooLong(Refused):
    """More than 4 KiB in one post."""

    code = "too_long"
    sentence = _("内容太长，没有发送。请分成几条再发。")
    status = 413


class Unreadable(Refused):
    """No JSON, or fields are missing."""

    code = "unreadable"
    sentence = _("没有看懂发送的内容。请刷新页面后再试。")
    status = 422


class TooFast(Refused):
    """One person posts faster than a hand can."""

    code = "too_fast"
    sentence = _("发得太快了，请稍等几秒再发。")
    status = 429


class Full(Refused):
    """So many posts wait, or so many readers are here, that one more would only wait."""

    code = "busy"
    sentence = _("人太多了，正在排队。页面会自动再试，您不用再点。")
    status = 503


class NotStored(Refused):
    """The database did not take it; the page sends it again by itself."""

    code = "not_stored"
    sentence = _("刚才没有保存成功，正在自动重发，您不用再点。")
    status = 503


class Fault(Refused):
    """A room that fails is our fault, never the member's."""

    code = "fault"
    sentence = _("这一条没有收下，是我们的故障。请稍后再试。")
    status = 500
