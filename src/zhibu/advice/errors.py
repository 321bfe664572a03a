"""Refusals about advice."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchAdvice(NotFound):
    """Missing, not public, or not this person's to answer."""

    code = "no_such_advice"
    sentence = _("没有找到这条意见，或者它没有公开。请从“意见反馈”重新进入。")


class NoSuchCode(NotFound):
    """A receipt that nobody has."""

    code = "no_such_receipt"
    sentence = _("没有找到这个回执。请核对，共 12 位字母和数字，不分大小写。")


class NoSuchOffice(NotFound):
    """Missing, closed, or not this person's to manage."""

    code = "no_such_advice_office"
    sentence = _("没有找到这个承办部门。请从“意见反馈”重新进入。")


class NoSuchBrief(NotFound):
    """Missing, or not published yet."""

    code = "no_such_brief"
    sentence = _("没有找到这一期热点简报，或者它还没有公布。")


class WordsMissing(Refused):
    """Advice has a heading and words."""

    code = "words_missing"
    sentence = _("请写一个题目和几句话，再提交。")


class MustSignIn(Refused):
    """Only anonymous advice comes without an account."""

    code = "must_sign_in"
    sentence = _("没有登录只能匿名提交。要署名请先登录，已写的内容请先复制。")


class TooMuchAdvice(Refused):
    """Faster than people write."""

    code = "too_much_advice"
    sentence = _("刚才提交得太多，请一小时后再试。写好的内容请先复制。")
    status = 429


class TooManyReceipts(Refused):
    """Wrong receipts from one address."""

    code = "too_many_receipts"
    sentence = _("回执连续输错太多次，请 15 分钟后再试。")
    status = 429


class OwnAdvice(Refused):
    """Nobody supports himself."""

    code = "own_advice"
    sentence = _("这是您自己写的，不用再支持。")


class ReasonNeeded(Refused):
    """Keeping advice back needs a reason; an answer needs words."""

    code = "reason_needed"
    sentence = _("请写明原因或答复，写的人看得到。")


class WrongStep(Refused):
    """Steps go forward: received, answered, adopted, done."""

    code = "wrong_step"
    sentence = _("这条意见现在不能走这一步，可能同事刚刚办过了。请刷新后再看。")


class NotJoined(Refused):
    """Not into itself, not into one that is joined itself, not across boards."""

    code = "not_joined"
    sentence = _("不能并到这一条：请选同一处公开中的另一条意见，它自己没有并入别处。")


class MonthNotOver(Refused):
    """A brief is of a month that is over."""

    code = "month_not_over"
    sentence = _("这个月还没有过完，下个月 1 日以后再归纳。")


class BriefPublished(Refused):
    """What is published is not drawn again."""

    code = "brief_published"
    sentence = _("这一期已经公布，不再重新归纳。")


class BriefInWork(Refused):
    """Names are given to what is there, and another draft is about to be."""

    code = "brief_in_work"
    sentence = _("这一期正在重新归纳，话题会换成新的。请等归纳好了再起名。")
