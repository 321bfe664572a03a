"""Refusals about letters."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchLetter(NotFound):
    """Missing, or not sealed to the viewer, or not yet risen to him."""

    code = "no_such_letter"
    sentence = _("没有找到这封信，或者它不是封给您的。请从收信列表重新进入。")


class NoSuchBox(NotFound):
    """There is no such mailbox, or it is closed."""

    code = "no_such_box"
    sentence = _("没有找到这个信箱，或者它已停用。请从“书记信箱”重新选择。")


class NoSuchKey(NotFound):
    """Missing, or of somebody whom the viewer has nothing to do with."""

    code = "no_such_key"
    sentence = _("没有找到这把钥匙。请刷新页面后再试。")


class NotAHolder(NotFound):
    """The viewer receives no letters."""

    code = "not_a_holder"
    sentence = _("这里只对收信的纪检干部开放。如果您刚刚任职，请先用验证码登录。")


class WrongReceipt(Refused):
    """No letter has this receipt."""

    code = "wrong_receipt"
    sentence = _("没有找到这个回执号对应的信。请核对 16 位数字；保存期满的信已经删除，也查不到。")
    status = 404


class TriesTooMany(Refused):
    """Wrong receipts, or more letters than one person writes."""

    code = "tries_too_many"
    sentence = _("试的次数太多，先停 15 分钟。您的信都在，回执号一直有效，请稍后再来。")
    status = 429


class RecipientsChanged(Refused):
    """Somebody became or ceased to be a recipient between load and send; nothing was stored."""

    code = "recipients_changed"
    sentence = _("收信人刚刚有了变化，信还没有寄出。请看一看现在的收信人，再按一次寄出，会重新加密。您写的内容都在。")
    status = 409


class NobodyLeft(Refused):
    """Everybody who could receive the letter is concerned or under the command of one who is."""

    code = "nobody_left"
    sentence = _("按您勾选的人，这里和上级信箱都没有可以收信的人了。信没有寄出，请核对勾选，或向更上一级纪检机关反映。")


class NotSealed(Refused):
    """What came is no cipher text of the right form."""

    code = "not_sealed"
    sentence = _("收到的内容没有正确加密，没有保存。请刷新页面后再试，您写的内容不会丢。")


class MessageTooLarge(Refused):
    """More files or longer words than a letter takes."""

    code = "message_too_large"
    sentence = _("内容太大，没有寄出。文字最多 2 万字，附件最多 5 个、每个不超过 10 MB、合计不超过 25 MB。")
    status = 413


class KindNotTaken(Refused):
    """A file whose contents are none of the kinds taken."""

    code = "kind_not_taken"
    sentence = _("有一个附件的内容不是照片、PDF、文档、录音或录像，没有寄出。请换成这些格式；文件名不算，看的是内容。")


class LetterEmpty(Refused):
    """No words."""

    code = "letter_empty"
    sentence = _("信里还没有写内容。请写下想反映的事。")


class LetterClosed(Refused):
    """A finding is there; only the writer may add to it, which opens it again."""

    code = "letter_closed"
    sentence = _("这封信已经办结。写信人有补充时会重新打开。")


class NotAStateToTell(Refused):
    """Not one of the states that a key holder sets."""

    code = "not_a_state"
    sentence = _("请选“核查中”或“请写信人补充”。办结要写明结果。")


class KeyMalformed(Refused):
    """Not a public key with a wrapped private one."""

    code = "key_malformed"
    sentence = _("钥匙没有做好，没有保存。请刷新页面后再试一次。")


class KeyWaits(Refused):
    """One waiting key a person."""

    code = "key_waits"
    sentence = _("您已有一把等待核对的钥匙。请先请另一位收信人核对，或停用它再重做。")


class OwnKey(Refused):
    """Nobody confirms himself."""

    code = "own_key"
    sentence = _("自己的钥匙要由另一位收信人当面核对。")


class TwoHoldersNeeded(Refused):
    """A mailbox opens with two confirmed keys, so that one lost passphrase loses no letter."""

    code = "two_holders_needed"
    sentence = _("开设信箱至少要有两位收信人，各有一把核对过的钥匙。这样一个人忘了口令，信也不会丢。")


class NotesKeyChanged(Refused):
    """The key of the notes was made meanwhile by somebody else."""

    code = "notes_key_changed"
    sentence = _("另一位收信人刚刚写了第一条笔记。请刷新页面，解锁后再写。")
    status = 409
