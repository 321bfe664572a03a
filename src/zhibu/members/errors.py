"""Refusals about people."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound, Refused


class NoSuchPerson(NotFound):
    """Missing, or outside what the viewer may see."""

    code = "no_such_person"
    sentence = _("没有找到这位同志，或者他不在您的工作范围内。请核对后从名册重新进入。")


class UnreadableFile(Refused):
    """An uploaded roster that cannot be opened or is not a roster."""

    code = "unreadable_file"
    sentence = _("这个文件读不出来。请另存为 xlsx 后再上传。")


class WrongParticulars(Refused):
    """Something entered about a person cannot be right; `faults` is field → sentence."""

    code = "wrong_particulars"

    def __init__(self, faults: Mapping[str, object]) -> None:
        self.faults = faults
        super().__init__(next(iter(faults.values())))


class AlreadyHeld(Refused):
    """Another person already has the identity number or the employee number."""

    code = "already_held"
    sentence = _("这个身份证号码或工号已经登记在另一位同志名下。请先按号码查找，不要重复登记。")


class NotABranch(Refused):
    """A membership is kept by a living branch, nothing else."""

    code = "not_a_branch"
    sentence = _("党员的组织关系要落在正在运行的党支部。请重新选择支部。")


class NotInThisState(Refused):
    """The membership is not in a state in which the step can be taken."""

    code = "not_in_this_state"
    sentence = _("这位同志现在的党籍状态不能办理这一步。请打开档案核对后再办。")


class DayWrong(Refused):
    """A date in the future or before what must come first."""

    code = "day_wrong"
    sentence = _("日期在今天之后，或者早于加入党组织的日期。请核对后再保存。")


class DocumentNeeded(Refused):
    """The step needs the document it rests on."""

    code = "document_needed"
    sentence = _("这一步要有依据文件。请填写文件名称和文号。")


class ReasonNeeded(Refused):
    """The step is written down with its reason."""

    code = "reason_needed"
    sentence = _("请写明原因，这一条会留在记录里，本人也能看到。")


class RectificationTooLong(Refused):
    """rules.md 2.5: one year at most."""

    code = "rectification_too_long"
    sentence = _("限期改正的期限要晚于决定日期，最长一年。请改好日期后再提交。")


class RectificationRuns(Refused):
    """One at a time."""

    code = "rectification_runs"
    sentence = _("上一次限期改正还没有到期。请等期满后由支部研究，再决定下一步。")


class ProbationNotOver(Refused):
    """Conversion before the end of probation (rules.md 3.1 step 23)."""

    code = "probation_not_over"
    sentence = _("预备期还没有满，不能转正。请在预备期满后再办理。")


class ProbationExtendedBefore(Refused):
    """Probation is extended once only (rules.md 3.2)."""

    code = "probation_extended_before"
    sentence = _("预备期只能延长一次，这位同志已经延长过。请讨论转正或取消预备党员资格。")


class ExtensionOutOfRange(Refused):
    """Not between half a year and a year (rules.md 3.2)."""

    code = "extension_out_of_range"
    sentence = _("预备期延长不能少于半年，最长不超过一年。请重新选择日期。")


class NotLostLongEnough(Refused):
    """Suspension for lost contact needs six months (rules.md 2.5)."""

    code = "not_lost_long_enough"
    sentence = _("失去联系还不满六个月，不能停止党籍。请继续查找，并登记失联日期。")


class NotSuspendedLongEnough(Refused):
    """Removal as untraceable needs two years of suspension (rules.md 2.5)."""

    code = "not_suspended_long_enough"
    sentence = _("停止党籍两年后仍无法取得联系，才能按自行脱党除名。请核对停止党籍的日期。")


class LeaveKindWrong(Refused):
    """A way out that does not fit the category."""

    code = "leave_kind_wrong"
    sentence = _("取消预备党员资格只适用于预备党员。请重新选择出党方式。")


class SameBranch(Refused):
    """The member is there already."""

    code = "same_branch"
    sentence = _("这位同志已经在这个支部。请选择另一个支部。")


class NotAGroupOfTheBranch(Refused):
    """A group of another branch."""

    code = "not_a_group_of_the_branch"
    sentence = _("这个党小组不属于这位同志所在的支部。请重新选择。")


class PostNotFitting(Refused):
    """A post that such an organisation does not have, or a person who may not hold it (rules.md 1.3, 1.5)."""

    code = "post_not_fitting"
    sentence = _("这位同志不能在这个组织担任这个职务。选举产生的职务须由本组织的正式党员担任。")


class FormerHolderLater(Refused):
    """The former secretary began after the new one."""

    code = "former_holder_later"
    sentence = _("前任的任职日期比新任的还晚。请先核对前任的任职日期。")


class CorrectionClosed(Refused):
    """Answered or withdrawn already."""

    code = "correction_closed"
    sentence = _("这条更正申请已经办结。请刷新页面查看结果。")


class CorrectionWaiting(Refused):
    """One open request a field."""

    code = "correction_waiting"
    sentence = _("这一项已经有一条申请在等待答复。请等答复后再提，或先撤回原来的申请。")


class OwnCorrection(Refused):
    """Nobody answers his own request."""

    code = "own_correction"
    sentence = _("自己的申请要由另一位同志答复。请联系上级党务工作人员。")


class AccountTaken(Refused):
    """The user name or the person already has an account."""

    code = "account_taken"
    sentence = _("这位同志已有账号，或者这个用户名已被使用。请换一个用户名，或让他找回密码。")


class WrongPassword(Refused):
    """The same sentence for an unknown name and a wrong password."""

    code = "wrong_password"
    sentence = _("用户名或密码不对。请核对后再输一次；忘记密码请联系党支部书记或党务工作人员。")


class TriesTooFast(Refused):
    """So many wrong passwords for this name, or from this address, that the next try waits."""

    code = "tries_too_fast"

    def __init__(self, seconds: int) -> None:
        super().__init__(
            _("这个名字或这个网络刚才输错了很多次。请过 %(seconds)d 秒再试，或请书记给您一个登录链接。")
            % {"seconds": seconds}
        )


class WrongCode(Refused):
    """A second factor that is wrong, used already, or too old."""

    code = "wrong_code"
    sentence = _("验证码不对，或者已经用过。请等验证器显示新的 6 位数字再输一次，并核对手机时间是否准确。")


class CodeTooSoon(Refused):
    """Too many wrong codes in a row."""

    code = "code_too_soon"

    def __init__(self, seconds: int) -> None:
        super().__init__(_("验证码连续输错，请过 %(seconds)d 秒再试。") % {"seconds": seconds})


class NoDevice(Refused):
    """A code was given before an authenticator was set up."""

    code = "no_device"
    sentence = _("这个账号还没有绑定验证器。请先按页面提示绑定，再输入验证码。")


class RolesLapsed(Refused):
    """A form was sent after the roles had lapsed for want of a move."""

    code = "roles_lapsed"
    sentence = _(
        "您有一段时间没有操作，工作权限已收起，这一步没有保存。"
        "请在另一个窗口输入验证码，再回到刚才的页面重新提交，填写的内容还在。"
    )


class NotAllowed(Refused):
    """The viewer lacks the role for this act."""

    code = "not_allowed"
    sentence = _("这一步需要相应的工作权限。请联系安全管理员，或先输入验证码以工作身份登录。")


class MembersRemain(Refused):
    """A body closes only when nobody belongs to it."""

    code = "members_remain"
    sentence = _("这个组织还有党员。请先为他们办理组织关系调整，或改用“并入其他组织”，再撤销。")


class NoSuchImport(NotFound):
    """Missing, or somebody else's."""

    code = "no_such_import"
    sentence = _("没有找到这次导入，或者它不在您的工作范围内。请从“名册导入”重新进入。")


class BadRowsWait(Refused):
    """There are rows with errors, and nobody said to leave them out."""

    code = "bad_rows"
    sentence = _("名册里还有不能导入的行。请先改好再上传，或勾选“跳过有错误的行，先导入其余的”。")


class NewBranchesWait(Refused):
    """The roster names branches that do not exist yet, and nobody said to set them up."""

    code = "new_branches"
    sentence = _("名册里有组织树里还没有的党支部。请核对名称，勾选“同意设立这些党支部”后再导入。")


class ImportNotWaiting(Refused):
    """The import is not in the state the step needs."""

    code = "import_not_waiting"
    sentence = _("这次导入已经往下走了一步。请刷新页面，按页面上的按钮操作。")


class FileForgotten(Refused):
    """The uploaded file was deleted after its time."""

    code = "file_forgotten"
    sentence = _("上传的文件已按规定删除。如需再次导入，请重新上传名册。")


class ExportReasonNeeded(Refused):
    """An export of class A data without a reason."""

    code = "export_reason_needed"
    sentence = _("导出的名册含有身份证号等敏感信息。请写明用途，再导出。")


class LinkSpent(Refused):
    """A one-time link that was used, has run out, was revoked or never was."""

    code = "link_spent"
    sentence = _("这个链接已经用过、过期或被撤回。请向党支部或党务工作人员要一个新的；已有密码的请直接登录。")
    status = 410


class StaffAccount(Refused):
    """A branch officer cannot open the way into an account that holds a role."""

    code = "staff_account"
    sentence = _("这位同志担任其他职务或管理工作，他的登录链接由安全管理员发放。请联系安全管理员。")


class AdministratorAlready(Refused):
    """The three administrators are three people (rules.md 10.3)."""

    code = "administrator_already"
    sentence = _(
        "系统、安全、审计三种管理员由三个人分别担任，这位同志已经是其中之一。请另选一位，或先结束他现在的职责。"
    )


class OwnRole(Refused):
    """Nobody grants or ends a role of his own."""

    code = "own_role"
    sentence = _("不能给自己授予或结束权限。请由另一位安全管理员办理。")


class RoleHeld(Refused):
    """The same role on the same node."""

    code = "role_held"
    sentence = _("这位同志在这个组织已经有这项权限，不用重复授予。")
