"""Kinds, ways and states of a transfer, who acts, and the reasons a handler may give (rules.md 6)."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.audit.enums import declare_values
from zhibu.ledger.enums import Evidence
from zhibu.ledger.enums import Kind as LedgerKind
from zhibu.ledger.enums import declare as declare_fact


class Kind(TextChoices):
    """Kinds of rules.md 6.2. What each of them asks for stands in dated rows of `KindRule`."""

    INTERNAL_MOVE = "internal_move", _("本党委内部调整")
    SAME_SYSTEM = "same_system", _("省内（同一系统）转接")
    ONLINE = "cross_province_online", _("跨省线上转接")
    LETTER = "cross_province_letter", _("跨省介绍信转接")
    MILITARY = "military_or_secret", _("军队、涉密等单位")
    ABROAD = "abroad", _("出国（境）")
    WHOLE_UNIT = "whole_unit", _("整建制转接")


class Carrier(TextChoices):
    """What travels between the two sides."""

    NONE = "none", _("不用介绍信")
    LETTER = "letter", _("纸质介绍信")
    MESSAGE = "message", _("线上电子介绍信")


class Route(TextChoices):
    """Which way a transfer goes; its steps follow from it (`rules.routes`)."""

    INSIDE = "inside", _("同一党委的两个支部之间")
    ACROSS = "across", _("本系统的两个党委之间")
    OUT_LETTER = "out_letter", _("凭介绍信转出")
    OUT_MESSAGE = "out_message", _("线上转出")
    OUT_PLAIN = "out_plain", _("在上级系统转出")
    IN_LETTER = "in_letter", _("凭介绍信转入")
    IN_MESSAGE = "in_message", _("线上转入")


class State(TextChoices):
    """States of rules.md 6.4, and the side ways."""

    DRAFT = "draft", _("提出申请")
    BRANCH_CONFIRMED = "branch_confirmed", _("转出支部核对")
    COMMITTEE_APPROVED = "committee_approved", _("党委审批")
    ISSUED = "issued", _("开出介绍信")
    IN_TRANSIT = "in_transit", _("转接途中")
    RECEIVED = "received", _("接收方党委接收")
    ASSIGNED = "assigned", _("编入党支部")
    RECEIPT_RETURNED = "receipt_returned", _("回执返回")
    CLOSED = "closed", _("办结")
    REJECTED = "rejected", _("退回")
    WITHDRAWN = "withdrawn", _("撤回")
    EXPIRED = "expired", _("介绍信过期")
    LOST = "lost", _("介绍信遗失")


FINAL = (State.CLOSED, State.REJECTED, State.WITHDRAWN)
STRANDED = (State.EXPIRED, State.LOST)  # the sender reissues or recalls


class Actor(TextChoices):
    """Who takes the next step."""

    MEMBER = "member", _("本人")
    OUT_BRANCH = "out_branch", _("转出支部")
    OUT_COMMITTEE = "out_committee", _("转出方党委")
    IN_COMMITTEE = "in_committee", _("接收方党委")
    IN_BRANCH = "in_branch", _("接收支部")
    OUTSIDE = "outside", _("对方党委")
    NOBODY = "nobody", _("无")


class Ground(TextChoices):
    """Why the relation moves (2019 regulation, Article 25)."""

    UNIT_CHANGED = "unit_changed", _("工作单位变动")
    RESIDENCE_CHANGED = "residence_changed", _("经常居住地变动")
    AWAY = "away", _("外出学习、工作、生活六个月以上且地点固定")
    GRADUATED = "graduated", _("毕业")
    RETIRED = "retired", _("离退休")
    UNIT_REORGANISED = "unit_reorganised", _("单位改制、合并、撤销")
    BRANCH_ADJUSTED = "branch_adjusted", _("支部设置调整")


class RejectReason(TextChoices):
    """The only reasons for sending a transfer back; nobody refuses without one (rules.md 6.1, 6.4)."""

    WRONG_ADDRESSEE = "wrong_addressee", _("抬头不对，不是写给我方的")
    NOT_OURS = "not_our_jurisdiction", _("不归我方管辖")
    FILE_INCOMPLETE = "file_incomplete", _("党员档案材料不全")
    IDENTITY_MISMATCH = "identity_mismatch", _("身份信息对不上")
    DUPLICATE = "duplicate", _("重复办理")
    OTHER = "other", _("其他（写明原因）")


class HoldReason(TextChoices):
    """Why a transfer waits; its clock stands still meanwhile."""

    FILE_MISSING = "file_missing", _("等补材料")
    DUES_UNSETTLED = "dues_unsettled", _("党费还没有交清")
    IDENTITY_CHECK = "identity_check", _("正在核对身份信息")
    MEMBER_AWAY = "member_away", _("暂时联系不上本人")
    ORGANISATION_CHANGE = "organisation_change", _("有关组织正在调整")
    OTHER = "other", _("其他（写明原因）")


class LetterState(TextChoices):
    """Life of a letter. A number is never used again."""

    VALID = "valid", _("有效")
    USED = "used", _("已使用，回执已返回")
    VOID = "void", _("已作废")


class TemporaryKind(TextChoices):
    """Ways of being away without moving the relation (rules.md 6.5; abroad: 2019 regulation, Article 34)."""

    CERTIFICATE = "certificate", _("党员证明信")
    MOBILE = "mobile", _("流动党员活动证")
    ABROAD = "abroad", _("出国（境）保留关系")


class TemporaryState(TextChoices):
    """Life of a stay away."""

    ASKED = "asked", _("已申请")
    RUNNING = "running", _("在外")
    ENDED = "ended", _("已返回")
    REFUSED = "refused", _("未同意")


class NoteKind(TextChoices):
    """What is written down while somebody is away."""

    CONTACT = "contact", _("联系记录")
    CHECK = "check", _("年审")
    HOST = "host", _("接收方填写")


class Series(TextChoices):
    """Numbers run apart for letters, cards and certificates."""

    LETTER = "letter", _("介绍信")
    CARD = "card", _("流动党员活动证")
    CERTIFICATE = "certificate", _("党员证明信")


class BatchState(TextChoices):
    """How far the list of a whole unit is."""

    MOVING = "moving", _("正在逐人办理")
    READY = "ready", _("等接收支部整批接收")
    RECEIVING = "receiving", _("正在逐人接收")
    PRINTING = "printing", _("正在排印介绍信")
    DONE = "done", _("已办完")


class MessageKind(TextChoices):
    """What travels between two installations: part 2 of the letter, part 3, or a refusal."""

    LETTER = "letter", _("电子介绍信")
    RECEIPT = "receipt", _("电子回执")
    REJECTION = "rejection", _("退回通知")


class EnvelopeState(TextChoices):
    """How far a message is."""

    WAITING = "waiting", _("等待送出")
    DONE = "done", _("对方已收下")
    REFUSED = "refused", _("对方没有收下")
    TAKEN = "taken", _("已收下")


class Occasion(TextChoices):
    """What a planned reminder is about."""

    HALF = "half", _("有效期过半")
    LATE = "late", _("有效期过八成")
    EXPIRY = "expiry", _("有效期已过")
    STEP = "step", _("一步已到期限")
    RECEIPT = "receipt", _("回执未返回")


TRANSFER = "relation_transferred"
declare_fact(LedgerKind(TRANSFER, _("组织关系转接"), _("次"), Evidence.SYSTEM))

declare_audited(
    {f"transfer.{state.value}": state.label for state in State}
    | {
        "transfer.held": _("转接挂起"),
        "transfer.resumed": _("转接恢复办理"),
        "transfer.letter_read": _("打开介绍信"),
        "transfer.letter_void": _("作废介绍信"),
        "transfer.head": _("修改介绍信落款"),
        "transfer.peer": _("登记对接单位"),
        "batch.started": _("整建制转接"),
        "batch.received": _("整批接收"),
        "batch.sheets_read": _("下载整批介绍信"),
        "stay.asked": _("申请外出手续"),
        "stay.running": _("开出外出手续"),
        "stay.refused": _("未同意外出手续"),
        "stay.ended": _("外出返回"),
        "stay.noted": _("登记外出情况"),
        "transfer.message_in": _("收到电子介绍信"),
    },
    subjects={"transfer": _("组织关系转接"), "letter": _("介绍信"), "stay": _("外出手续"), "batch": _("整建制转接")},
    details={"number": _("编号"), "kind": _("种类")},
)
declare_values("kind", dict(Kind.choices))
