"""Words of the service hall: where a case stands, who handles it, what a form asks, and the facts that it makes."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, Kind, declare


class State(TextChoices):
    """Life of a case."""

    DRAFT = "draft", _("草稿")
    WAITING = "waiting", _("等待受理")
    TAKEN = "taken", _("办理中")
    ASKED = "asked", _("等您补充")
    DONE = "done", _("已办结")
    DECLINED = "declined", _("不予办理")
    WITHDRAWN = "withdrawn", _("已撤回")


OPEN = (State.DRAFT, State.WAITING, State.TAKEN, State.ASKED)
AT_WORK = (State.WAITING, State.TAKEN)
CLOSED = (State.DONE, State.DECLINED, State.WITHDRAWN)


class Duty(TextChoices):
    """Who handles a step: a desk is a duty at an organisation."""

    HEADS = "heads", _("书记、副书记")
    RECORDS = "records", _("组织委员")
    UNION = "union", _("工会干部")
    STAFF = "staff", _("党务工作人员")


# Posts that are held and roles that are granted, by which somebody has a duty.
DUTIES: dict[str, tuple[str, ...]] = {
    Duty.HEADS: ("secretary", "deputy_secretary"),
    Duty.RECORDS: ("organization_member", "secretary", "deputy_secretary"),
    Duty.UNION: ("union_officer",),
    Duty.STAFF: ("party_affairs",),
}
BUILDERS = ("party_affairs", "union_officer")


class Act(TextChoices):
    """What the log of a case notes."""

    BEGUN = "begun", _("开始填写")
    SUBMITTED = "submitted", _("提交")
    TAKEN = "taken", _("接办")
    RELEASED = "released", _("放回")
    ASKED = "asked", _("请补充材料")
    SUPPLIED = "supplied", _("已补充")
    SAID = "said", _("留言")
    KEPT = "kept", _("放入材料")
    REMOVED = "removed", _("取下材料")
    PASSED = "passed", _("办完一步")
    SENT_BACK = "sent_back", _("退回上一步")
    PAID = "paid", _("登记款物")
    REVERSED = "reversed", _("冲正款物")
    LETTER = "letter", _("出具文书")
    BATCHED = "batched", _("列入报送名单")
    ROSE = "rose", _("超时上升一级")
    HANDED_OVER = "handed_over", _("交接")
    DONE = "done", _("办结")
    DECLINED = "declined", _("不予办理")
    WITHDRAWN = "withdrawn", _("撤回")
    RATED = "rated", _("评价")


class Ask(TextChoices):
    """What a field of a form takes."""

    TEXT = "text", _("一行文字")
    LONG = "long", _("一段文字")
    NUMBER = "number", _("整数")
    MONEY = "money", _("金额（元）")
    DATE = "date", _("日期")
    CHOICE = "choice", _("单选")
    MANY = "many", _("多选")
    YES = "yes", _("是否")
    PHONE = "phone", _("手机号码")
    CITIZEN_ID = "citizen_id", _("公民身份号码")
    DEPENDANTS = "dependants", _("家属（最多五人）")
    ACTIVITY = "activity", _("正在报名的活动，选项写别的出路")


class Held(TextChoices):
    """Values that are held already and come filled in."""

    NAME = "name", _("姓名")
    MOBILE = "mobile", _("手机号码")
    EMPLOYEE_NUMBER = "employee_number", _("工号")
    CITIZEN_ID = "citizen_id", _("公民身份号码")
    HOME_ADDRESS = "home_address", _("家庭住址")
    WORK_POST = "work_post", _("工作岗位")
    BRANCH = "branch", _("所在党支部")


class Fact(TextChoices):
    """Facts already held, from which the hall proposes a matter."""

    PERMIT_ENDS = "permit_ends", _("居住证快到期")
    WINDOW_OPEN = "window_open", _("办理期正在开放，本人还没有办")
    HARDSHIP = "hardship", _("登记为生活困难")
    NOT_MEMBER = "not_member", _("还不是党员")
    PROBATIONARY = "probationary", _("预备党员")
    MEMBER = "member", _("党员")
    HEAD = "head", _("担任书记或副书记")
    MIGRANT = "migrant", _("外来务工")


class Hall(TextChoices):
    """Under which heading a matter stands."""

    UNION = "union", _("工会服务")
    PARTY = "party", _("党务服务")
    BRANCH = "branch", _("支部办公")


class OutlayKind(TextChoices):
    """What was given."""

    MONEY = "money", _("慰问金、补助金")
    GIFT = "gift", _("慰问品")
    FEE = "fee", _("代付费用")


class Special(TextChoices):
    """What a matter needs beyond form and steps."""

    NONE = "", _("没有")
    WINDOWS = "windows", _("只在办理期内，成批报送名单")
    EXPIRY = "expiry", _("办结时登记有效期，到期前提醒")


VISIT = "consolation_visit"
declare(Kind(VISIT, _("走访慰问"), _("次"), Evidence.STAFF))

declare_audited(
    {
        "casework.opened": _("查看办事密封信息"),
        "casework.filled_in": _("把本人信息填入表单"),
        "casework.published": _("发布办事事项"),
        "casework.closed": _("停办事项"),
        "casework.batch": _("导出报送名单"),
        "casework.paid": _("登记慰问款物"),
        "casework.reversed": _("冲正慰问款物"),
        "casework.letter": _("出具办事文书"),
    },
    subjects={"case": _("办件"), "matter": _("办事事项"), "window": _("办理期")},
    details={"matter": _("事项"), "version": _("版本"), "amount": _("金额（分）"), "number": _("编号")},
)
