"""Refusals of the service hall."""

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchCase(NotFound):
    """Missing, or neither one's own nor on one's desk."""

    code = "no_such_case"
    sentence = _("没有找到这个办件，或者它不对您开放。请从“办事大厅”重新进入。")


class NoSuchMatter(NotFound):
    """Missing, or not offered now."""

    code = "no_such_matter"
    sentence = _("没有找到这个事项，或者它现在不办理。请从“办事大厅”看看别的事项。")


class NotABuilder(Refused):
    """Matters are kept by party affairs and the union."""

    code = "not_a_builder"
    sentence = _("事项由党务和工会工作人员维护。有建议请告诉他们。")
    status = 404


class TakenByOther(Refused):
    """Two handlers, one case: the second learns who has it."""

    code = "taken_by_other"
    sentence = _("%(name)s 已在 %(time)s 接办了这一件，您不用再办。需要时请和他商量。")


class NotHolder(Refused):
    """Only who took a case acts on it."""

    code = "not_holder"
    sentence = _("这一件现在不在您手上，请先点“接办”，再继续。您写的内容可以返回上一页找到。")


class OwnCase(Refused):
    """Nobody handles what he asked for himself."""

    code = "own_case"
    sentence = _("这是您本人的事，要由另一位同志办理。")


class CaseMoved(Refused):
    """The case stands elsewhere by now."""

    code = "case_moved"
    sentence = _("这一件刚刚有了变化，这一步没有保存。请刷新页面，看看它现在到了哪里。")


class MaterialMissing(Refused):
    """A required paper is not there yet."""

    code = "material_missing"
    sentence = _("还缺：%(names)s。您填写的内容已经保存，放好材料就能提交。")


class ConsentMissing(Refused):
    """What goes outside goes with the person's consent alone."""

    code = "consent_missing"
    sentence = _(
        "没有同意，信息就不能交给对方，这件事办不了，所以没有提交。要办请点“修改”，改选“同意”；不愿意就点“撤回”，什么也不会送出。"
    )


class ConsentRefused(Refused):
    """A handler cannot pass over a no."""

    code = "consent_refused"
    sentence = _(
        "申请人选了“不同意”，他的信息不能交出去，这一件不能往下办。请用“请申请人补充”问清楚，或者选“不予办理”并说明。"
    )


class WindowClosed(Refused):
    """Outside of the time in which the matter is handled."""

    code = "window_closed"
    sentence = _("现在不在办理期内，没有提交。您填写的内容已经保存，下一次开放时会通知您。")


class MatterClosed(Refused):
    """Closed while the form was being filled in."""

    code = "matter_closed"
    sentence = _("这个事项刚刚停办，没有提交。您填写的内容已经保存；要紧的事请直接找支部或工会。")


class FormOutdated(Refused):
    """Begun with a version that had been replaced long before."""

    code = "form_outdated"
    sentence = _("这张表已经换了新版，没有提交。您填写的内容已经保存；请打开事项，按新表再填一次。")


class AlreadyAsked(Refused):
    """One case a window and person."""

    code = "already_asked"
    sentence = _("这一期您已经办过了，请在“我的办件”里查看进度。")


class WordsMissing(Refused):
    """Asking, declining and sending back need a reason."""

    code = "words_missing"
    sentence = _("请写明原因或需要补充什么，好让对方看得懂。")


class StepUnfinished(Refused):
    """What the step has to note is not noted."""

    code = "step_unfinished"
    sentence = _("这一步要登记的内容还没有登记，请先填好再办。")


class MoneyMissing(Refused):
    """A step that pays has no outlay yet."""

    code = "money_missing"
    sentence = _("这一步要登记款物，请先登记发放的钱或慰问品。")


class AmountUnclear(Refused):
    """An outlay is a positive amount with a recipient and a paper."""

    code = "amount_unclear"
    sentence = _("金额要大于 0 元、最多两位小数，并写明交给了谁。")


class TooMuch(Refused):
    """Above what the matter may give."""

    code = "too_much"
    sentence = _("超过了这个事项的最高金额 %(limit)s，没有登记。请核对金额，或另行报批。")


class NobodyMeant(Refused):
    """The words name nobody whom the entrant may enter a case for, or more than one; both sound the same."""

    code = "nobody_meant"
    sentence = _("没有找到这个人，或者同名的不止一位，或者他不归您办。请核对姓名，或写他的工号。")


class EnteredByYou(Refused):
    """Who entered a case for somebody does not hand out its money as well."""

    code = "entered_by_you"
    sentence = _("这一件由您代办，款物要由另一位同志登记。请点“放回，请别的同志办”。")


class AlreadyReversed(Refused):
    """A row is reversed once."""

    code = "already_reversed"
    sentence = _("这一笔已经冲正过了。")


class TooManyFiles(Refused):
    """Enough for one paper."""

    code = "too_many_files"
    sentence = _("同一种材料最多放 9 个文件。请先取下不用的。")


class WrongFile(Refused):
    """The content is not what the name says, or not of a kind that the material takes."""

    code = "wrong_file"
    sentence = _("这个文件的内容和名字不符，或者不是图片和 PDF，没有放进来。您填写的内容都在，请换一个文件。")


class NotRateable(Refused):
    """Evaluating comes after the end, once."""

    code = "not_rateable"
    sentence = _("办结以后可以评价一次。这一件还没有办结，或者您已经评价过。")


class DefinitionFaulty(Refused):
    """A draft that cannot be published yet."""

    code = "definition_faulty"
    sentence = _("还不能发布：%(faults)s")


class DraftChanged(Refused):
    """Somebody else changed the draft meanwhile."""

    code = "draft_changed"
    sentence = _("这份草稿刚刚被别人改过，您的改动没有保存。请返回上一页复制您写的内容，刷新后再改。")


class NothingToSend(Refused):
    """No approved case waits for a list."""

    code = "nothing_to_send"
    sentence = _("现在没有新的办件要报送。办好的会出现在下一份名单里。")


class WindowUnclear(Refused):
    """Ends before it begins, or lies over another."""

    code = "window_unclear"
    sentence = _("办理期要有名字，结束不能早于开始，也不能和别的办理期重叠。")
