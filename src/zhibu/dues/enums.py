"""Words of dues: who pays what, states of a month, of an order, of a request; accounts of the books; facts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.audit.enums import declare_values
from zhibu.ledger.enums import Evidence, Kind, declare


class DuesKind(TextChoices):
    """Who pays by which standard (rules.md 5.1)."""

    WAGE_EARNER = "wage_earner", _("按月领取工资")
    ANNUAL_SALARY = "annual_salary", _("实行年薪制")
    SELF_EMPLOYED = "self_employed", _("不按月取得收入（个体经营等）")
    RETIREE = "retiree", _("离退休")
    VILLAGE_CADRE = "village_cadre_subsidised", _("领取定额补贴的村干部")
    FARMER = "farmer", _("农民")
    STUDENT = "student", _("学生")
    UNEMPLOYED = "unemployed", _("下岗失业")
    RELIEF_RECIPIENT = "relief_recipient", _("依靠抚恤或救济生活")
    SUBSISTENCE = "subsistence_allowance", _("领取最低生活保障金")


BY_BASE = (
    DuesKind.WAGE_EARNER, DuesKind.ANNUAL_SALARY, DuesKind.SELF_EMPLOYED, DuesKind.RETIREE, DuesKind.VILLAGE_CADRE,
)  # fmt: skip
FIXED = (DuesKind.FARMER, DuesKind.STUDENT, DuesKind.UNEMPLOYED, DuesKind.RELIEF_RECIPIENT, DuesKind.SUBSISTENCE)

BAND_LABELS = {
    "w1": _("第一档 0.5%"),
    "w2": _("第二档 1%"),
    "w3": _("第三档 1.5%"),
    "w4": _("第四档 2%"),
    "r1": _("离退休 0.5%"),
    "r2": _("离退休 1%"),
    **{kind.value: kind.label for kind in FIXED},
}


POLICY_WORDS = {
    ("cap", "on"): _("每月不超过上限（1000 元）"),
    ("cap", "off"): _("不设每月上限"),
    ("unit", "fen"): _("算到分"),
    ("unit", "jiao"): _("算到角"),
    ("unit", "yuan"): _("算到元"),
    ("rounding", "half_up"): _("四舍五入"),
    ("rounding", "down"): _("舍去零头"),
    ("first_month", "same"): _("通过接收预备党员的当月起交"),
    ("first_month", "next"): _("通过接收预备党员的次月起交"),
}


class Source(TextChoices):
    """Who brought the figure of an assessment."""

    MEMBER = "member", _("本人填写")
    UNIT = "unit", _("单位密封提供")
    BRANCH = "branch", _("党支部按定额核定")


class MonthState(TextChoices):
    """Where a month stands. NIL: no pay that month, nothing owed, and the branch asks why (D01)."""

    DUE = "due", _("待交")
    PAID = "paid", _("已交")
    EXEMPT = "exempt", _("已批准免交")
    NIL = "nil", _("当月应交 0 元")
    CANCELLED = "cancelled", _("不再收取")


class RequestState(TextChoices):
    """The way of a request to pay less, nothing, or by the quarter."""

    ASKED = "asked", _("待支部研究")
    STUDIED = "studied", _("支部同意，待上级批准")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class Purpose(TextChoices):
    """What an order pays for. LARGE goes whole to the centre and is never mixed (D1 Art. 11)."""

    DUES = "dues", _("党费")
    VOLUNTARY = "voluntary", _("自愿多交的党费")
    LARGE = "large_voluntary", _("大额党费")


class OrderState(TextChoices):
    """Life of an order. SURPLUS: money came that pays for nothing and goes back."""

    OPEN = "open", _("等待付款")
    PAID = "paid", _("已付款")
    CLOSED = "closed", _("已关闭")
    SURPLUS = "surplus", _("多收，等待退款")
    REFUNDED = "refunded", _("已退款")


class Outcome(TextChoices):
    """What somebody says about an order."""

    PAID = "paid", _("已付款")
    FAILED = "failed", _("未付款")
    REFUNDED = "refunded", _("已退款")


class Told(TextChoices):
    """How a report came: the same function takes all three."""

    CALLBACK = "callback", _("支付通知")
    QUERY = "query", _("主动查询")
    RECONCILIATION = "reconciliation", _("对账")
    COUNTER = "counter", _("两人登记")


class Verdict(TextChoices):
    """What became of a report."""

    APPLIED = "applied", _("已入账")
    REPEATED = "repeated", _("重复，未再入账")
    AMOUNT_DIFFERS = "amount_differs", _("金额不符，未入账")
    TOO_LATE = "too_late", _("来得太晚，转为待退款")
    NOTHING_TO_DO = "nothing_to_do", _("无需处理")


class Method(TextChoices):
    """How money is handed over at the counter."""

    CASH = "cash", _("现金")
    BANK = "bank", _("银行转账")


class Account(TextChoices):
    """Accounts of an organisation's dues book. Every entry names two of them, so the book always balances."""

    CASH = "cash", _("现金")
    BANK = "bank", _("党费专户存款")
    CLEARING = "clearing", _("支付平台待结算")
    OPENING = "opening", _("期初结存")
    DUES = "dues", _("党费收入")
    LARGE = "large", _("大额党费（全额转交）")
    FROM_BELOW = "from_below", _("下级上缴")
    GRANT_IN = "grant_in", _("上级下拨")
    INTEREST = "interest", _("利息")
    SURPLUS = "surplus", _("多收待退")
    REMITTED = "remitted", _("上缴上级")
    GRANT_OUT = "grant_out", _("下拨基层")
    TRAIN = "use_train_members", _("支出：培训党员")
    STUDY = "use_study_material", _("支出：党员教育报刊、资料和设备")
    COMMEND = "use_commend", _("支出：表彰先进")
    HARDSHIP = "use_hardship_aid", _("支出：补助生活困难党员")
    DISASTER = "use_disaster_aid", _("支出：补助受灾")


MONEY = (Account.CASH, Account.BANK, Account.CLEARING)
INCOME = (Account.DUES, Account.FROM_BELOW, Account.GRANT_IN, Account.INTEREST)
USES = (Account.TRAIN, Account.STUDY, Account.COMMEND, Account.HARDSHIP, Account.DISASTER)


class UseState(TextChoices):
    """Money is used by collective decision, and paid by somebody other than who wrote the decision down."""

    DECIDED = "decided", _("已集体研究，待支付")
    PAID = "paid", _("已支付")
    CANCELLED = "cancelled", _("已取消")


class RemittanceState(TextChoices):
    """A sheet up the tree."""

    DRAWN = "drawn", _("已制单")
    SENT = "sent", _("已上缴，待上级确认")
    RECEIVED = "received", _("上级已确认")


class Difference(TextChoices):
    """What a reconciliation finds."""

    MISSING_HERE = "missing_here", _("平台已收款，本系统未入账")
    MISSING_GATEWAY = "missing_gateway", _("本系统已入账，平台没有")
    MISSING_BANK = "missing_bank", _("已入账，银行没有到账")
    UNKNOWN_AT_BANK = "unknown_at_bank", _("银行到账，找不到订单")
    AMOUNT = "amount", _("金额不一致")


CHANNELS = {"trial": _("线上支付（试用，不动真钱）"), "counter": _("柜台银行转账")}


class StatementKind(TextChoices):
    """Whose statement of a day a line comes from."""

    GATEWAY = "gateway", _("支付平台")
    BANK = "bank", _("银行")


DUES_PAID, DUES_LATE = "dues_paid", "dues_late"
declare(
    Kind(DUES_PAID, _("交纳党费"), _("个月"), Evidence.SYSTEM),
    Kind(DUES_LATE, _("党费逾期"), _("次"), Evidence.SYSTEM, took_part=False),
)

declare_audited(
    {
        "dues.assessed": _("核定党费"),
        "dues.bases_imported": _("导入密封的党费基数"),
        "dues.registered": _("登记线下党费"),
        "dues.confirmed": _("复核线下党费"),
        "dues.refunded": _("退还党费"),
        "dues.surplus_returned": _("退还多收的款项"),
        "dues.request_studied": _("支部研究少交免交申请"),
        "dues.request_decided": _("审批少交免交申请"),
        "dues.quarter_decided": _("审批按季交纳"),
        "dues.remittance_drawn": _("制作党费上缴单"),
        "dues.remittance_sent": _("上缴党费"),
        "dues.remittance_received": _("确认收到上缴党费"),
        "dues.use_decided": _("登记使用党费的集体决定"),
        "dues.use_paid": _("支付党费支出"),
        "dues.use_cancelled": _("取消党费支出"),
        "dues.published": _("公布党费收缴使用情况"),
        "dues.reconciled": _("党费对账"),
        "dues.difference_settled": _("处理对账差异"),
        "dues.late_waived": _("补交说明"),
        "dues.task_done": _("办结党费欠交提醒"),
        "dues.policy_set": _("设定党费口径"),
        "dues.remittance_rule_set": _("设定党费上缴比例（%）"),
        "dues.opening_entered": _("登记党费期初结存"),
    },
    subjects={"order": _("党费订单"), "request": _("党费申请"), "remittance": _("党费上缴单"), "use": _("党费支出"),
              "reconciliation": _("党费对账")},
    details={"number": _("编号"), "fen": _("金额（分）"), "month": _("月份"), "months": _("月数"), "year": _("年度"),
             "verdict": _("结果"), "findings": _("差异数"), "rows": _("行数"), "kind": _("类别"), "method": _("方式"),
             "reduced_to": _("减为（分）")},
)  # fmt: skip
declare_values("method", dict(Method.choices))
