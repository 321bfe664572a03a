"""Words about people: categories, statuses, roles."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.audit.enums import declare_values
from zhibu.organisations.enums import PostTitle


class Sex(IntegerChoices):
    """GB/T 2261.1."""

    UNKNOWN = 0, _("未知")
    MALE = 1, _("男")
    FEMALE = 2, _("女")
    NOT_STATED = 9, _("未说明")


class Category(TextChoices):
    """人员类别, item 7 of the national form (rules.md 2.1)."""

    FULL = "full", _("正式党员")
    PROBATIONARY = "probationary", _("预备党员")


class Status(TextChoices):
    """党籍状态 and what a system needs beyond it (rules.md 2.5)."""

    NORMAL = "normal", _("正常")
    IN_TRANSIT = "in_transit", _("组织关系转接中")
    SUSPENDED = "suspended", _("停止党籍")
    LEFT = "left", _("已出党")
    DECEASED = "deceased", _("已去世")
    TRANSFERRED_OUT = "transferred_out", _("已转出")


COUNTED = (Status.NORMAL, Status.IN_TRANSIT)


class MembershipChange(TextChoices):
    """What happened to a membership, by date (rules.md 2.5)."""

    ADMITTED = "admitted", _("接收为预备党员")
    CONVERTED = "converted", _("转为正式党员")
    PROBATION_EXTENDED = "probation_extended", _("延长预备期")
    MOVED_BRANCH = "moved_branch", _("调整党支部")
    TRANSFERRED_IN = "transferred_in", _("转入组织关系")
    TRANSFERRED_OUT = "transferred_out", _("转出组织关系")
    SUSPENDED = "suspended", _("停止党籍")
    RESTORED = "restored", _("恢复党籍")
    RECTIFICATION = "rectification_ordered", _("限期改正")
    LEFT = "left", _("出党")
    DIED = "died", _("去世")
    LOST = "lost", _("失去联系")
    FOUND = "found", _("恢复联系")
    CORRECTED = "corrected", _("更正")


class LeaveKind(TextChoices):
    """出党方式, columns of the yearly table (rules.md 2.5)."""

    EXPELLED = "expelled", _("开除党籍")
    WITHDRAWAL = "withdrawal_removed", _("退党除名")
    PERSUADED = "persuaded_to_leave", _("劝退")
    REMOVED_AFTER_PERSUASION = "removed_after_persuasion", _("劝而不退除名")
    SELF_LEAVING = "removed_self_leaving", _("自行脱党除名")
    UNTRACEABLE = "untraceable", _("无法取得联系除名")
    PROBATION_CANCELLED = "probation_cancelled", _("取消预备党员资格")
    NOT_RECOGNISED = "not_recognised", _("不予承认")


class SuspensionGround(TextChoices):
    """Why a membership is suspended (rules.md 2.5, the only two grounds)."""

    ABROAD = "abroad", _("出国（境）定居，或留学超过五年未归")
    LOST = "lost", _("失去联系六个月以上，多方查找仍无法取得联系")


class CorrectionState(TextChoices):
    """Life of a request to correct one's record."""

    WAITING = "waiting", _("等待答复")
    ACCEPTED = "accepted", _("已更正")
    DECLINED = "declined", _("未更正")
    WITHDRAWN = "withdrawn", _("已撤回")


class Role(TextChoices):
    """Roles that are granted; posts held (PostTitle) give the rest."""

    PARTY_AFFAIRS = "party_affairs", _("党务工作人员")
    SUPERIOR = "superior", _("上级查阅人员")
    DISCIPLINE_OFFICER = "discipline_officer", _("纪检干部")
    UNION_OFFICER = "union_officer", _("工会干部")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


ADMINISTRATORS = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
BRANCH_OFFICERS = (
    PostTitle.SECRETARY,
    PostTitle.DEPUTY_SECRETARY,
    PostTitle.ORGANIZATION_MEMBER,
)
BRANCH_COMMITTEE = (
    *BRANCH_OFFICERS,
    PostTitle.PUBLICITY_MEMBER,
    PostTitle.DISCIPLINE_MEMBER,
    PostTitle.YOUTH_MEMBER,
    PostTitle.UNITED_FRONT_MEMBER,
    PostTitle.CONFIDENTIALITY_MEMBER,
    PostTitle.MASS_WORK_MEMBER,
    PostTitle.COMMITTEE_MEMBER,
)


class ImportState(TextChoices):
    """Where an uploaded roster stands. RUNNING is one at a time."""

    PREVIEWED = "previewed", _("已预览，待导入")
    QUEUED = "queued", _("排队等待导入")
    UNDO_QUEUED = "undo_queued", _("排队等待撤回")
    RUNNING = "running", _("正在处理")
    DONE = "done", _("已导入")
    UNDONE = "undone", _("已撤回")


class InvitationPurpose(TextChoices):
    """What a one-time link is for."""

    JOIN = "join", _("设置密码")
    ENTER = "enter", _("登录手机")


class ConsentPurpose(TextChoices):
    """What a person is told and asked about his data (rules.md 10.1)."""

    NOTICE = "notice", _("个人信息处理告知")
    SENSITIVE = "sensitive", _("敏感个人信息单独同意")
    PUBLISHING = "publishing", _("照片与事迹公开")


declare_audited(
    {
        "account.create": _("开通账号"),
        "change_password": _("修改密码"),
        "consent": _("签署个人信息告知"),
        "correction.ask": _("申请更正本人信息"),
        "correction.accepted": _("同意更正信息"),
        "correction.declined": _("未同意更正信息"),
        "correction.withdraw": _("撤回更正申请"),
        "employee.create": _("登记职工"),
        "employee.change": _("修改职工信息"),
        "end_role": _("收回角色"),
        "enter_by_link": _("用链接登录手机"),
        "grant_role": _("授予角色"),
        "invite_join": _("发出设置密码的链接"),
        "invite_enter": _("发出登录手机的链接"),
        "join": _("用链接设置密码"),
        "member.create": _("登记党员"),
        "membership.group": _("编入党小组"),
        "membership.in_transit": _("组织关系转接开始"),
        "membership.mobile": _("登记流动去向"),
        "membership.normal": _("组织关系转接终止"),
        "person.change": _("修改人员信息"),
        "person.reveal": _("查看密封信息"),
        "post.end": _("免去职务"),
        "post.hold": _("任职"),
        "record.take": _("导出本人信息"),
        "reset_second_factor": _("重设验证器"),
        "revoke_invitation": _("收回链接"),
        "roster.bad_rows": _("下载有问题的行"),
        "roster.export": _("导出名册"),
        "roster.import": _("导入名册"),
        "roster.roll_back": _("撤回名册导入"),
        "roster.upload": _("上传名册"),
        "sign_out_everywhere": _("退出所有设备"),
        **{f"membership.{change.value}": change.label for change in MembershipChange},
    },
    subjects={"roster": _("名册"), "text": _("告知书")},
    details={
        "role": _("角色"),
        "agreed": _("是否同意"),
        "branch": _("党支部编号"),
        "group": _("党小组编号"),
        "event": _("记录编号"),
        "form": _("形式"),
    },
)
declare_values("role", dict(Role.choices))
declare_values("title", dict(PostTitle.choices))
