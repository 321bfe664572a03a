"""Refusals about talks."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchTalk(NotFound):
    """Missing, over and forgotten, or of two other people."""

    code = "no_such_talk"
    sentence = _("没有找到这次谈心，或者它不对您开放。请从“谈心谈话”重新进入。")


class NotAHost(Refused):
    """Who announces a talk time or offers hours holds a post."""

    code = "not_a_host"
    sentence = _("发起谈心要由书记、委员、党小组长、纪检或工会干部来办。您可以预约他们的谈心时间。")
    status = 404


class TooSoon(Refused):
    """The agreed moment lies in the past or is too near."""

    code = "too_soon"
    sentence = _("约定的时刻至少要在 10 分钟以后，好让大家看到消息。请改晚一些。")


class NotYet(Refused):
    """Shaking before the agreed moment, drawing before the minute is over."""

    code = "not_yet"
    sentence = _("还没有到约定的时刻。请留在这一页，到点后再摇。")


class MomentOver(Refused):
    """The minute is over, or the draw was made."""

    code = "moment_over"
    sentence = _("这一次已经结束了。没有赶上不留任何记录，您可以预约谈心时间，或等下一次。")


class HostHimself(Refused):
    """Nobody draws himself."""

    code = "host_himself"
    sentence = _("您是这次谈心的发起人，不参加抽取。到点后请等结果。")


class TalkedLately(Refused):
    """Recent partners leave the chance to others."""

    code = "talked_lately"
    sentence = _("您最近三个月和这位同志谈过，这次把机会留给别人。想再谈可以预约谈心时间。")


class HourTaken(Refused):
    """Somebody else was faster."""

    code = "hour_taken"
    sentence = _("这个时间刚刚被别人约走了。请选另一个时间。")


class OwnHour(Refused):
    """Nobody books himself."""

    code = "own_hour"
    sentence = _("这是您自己的谈心时间，不用预约。")


class TooEarlyToConfirm(Refused):
    """What has not taken place cannot be confirmed."""

    code = "too_early_to_confirm"
    sentence = _("约定的时间还没有到，谈过以后再确认。")


class MessageTooLarge(Refused):
    """A picture or a recording that is too long."""

    code = "message_too_large"
    sentence = _("图片或录音太大，没有送出。请缩短录音，或换一张小一些的图片。")
    status = 413


class KeyUnknown(Refused):
    """A message sealed for keys that are not those of the two."""

    code = "key_unknown"
    sentence = _("两边的钥匙对不上，没有送出。请刷新页面后再发。")


class OnlyShorter(Refused):
    """The time of keeping is only ever shortened."""

    code = "only_shorter"
    sentence = _("保存时间只能缩短，不能延长。请选更早的日期。")


class PromiseUnclear(Refused):
    """A promise has words, an owner of the two, and a day."""

    code = "promise_unclear"
    sentence = _("请写清答应了什么、由谁办、哪天之前办好。")


class TooFast(Refused):
    """More than a hand can say in ten seconds, or more on a day than two people need."""

    code = "too_fast"
    sentence = _("发得太快或太多了，这一条没有发出。请过一会儿再发。")
    status = 429
