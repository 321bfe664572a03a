"""对照范本填报: what a well filled form looks like, field by field. The people and units are invented."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.transfers.enums import Kind, TemporaryKind

SAMPLES: dict[str, str | Promise] = {
    "who": _("张三，或他的工号 A00123"),
    "to_branch": _("研发中心党支部（先和接收支部说好）"),
    "to_unit": _("示例市示例区示例街道示例社区党支部（写到支部，用全称）"),
    "addressee": _("中共示例市示例区委组织部（写有审批预备党员权限的党委或组织部，用全称）"),
    "ground": _("调到新单位上班的，选“工作单位变动”"),
    "member_contact": _("13800000000（转接途中找得到您的号码）"),
    "note": _("已于 2026 年 11 月 1 日到新岗位报到"),
    "paid_through": _("2026-10（党费证上最后一个月）"),
    "valid_days": _("本市 10 天，外省 30 天，路远的最长 90 天"),
    "received_on": _("2026-11-18（回执上盖章的日期）"),
    "handler": _("李四，020-00000000"),
    "words": _("缺转正审批表，请补齐后再转"),
    "from_unit": _("中共示例省示例集团委员会（介绍信落款）"),
    "letter_number": _("ZZ01-2026-0007（右上角的编号，照抄）"),
    "letter_issued_on": _("2026-11-02（落款日期）"),
    "letter_valid_days": _("30（介绍信上的“有效期”）"),
    "name": _("张三（和身份证一致，少数民族姓名保留“·”）"),
    "citizen_id": _("18 位，最后一位可以是 X"),
    "ethnicity": _("汉"),
    "joined_on": _("2012-07-01（支部大会通过之日）"),
    "full_on": _("2013-07-01（预备期满之日；预备党员留空）"),
    "mobile": _("13800000000"),
    "document": _("示党发〔2026〕12 号"),
    "place": _("四川省成都市某项目部"),
    "host": _("中共示例市某公司委员会（去了参加它的组织生活，没有表决权）"),
    "reason": _("外派参加项目建设"),
    "starts_on": _("2026-12-01"),
    "ends_on": _("2027-05-31（六个月以内；更久又固定的应当转接）"),
    "cannot_move": _("项目分散在三地，没有固定的党组织可以接收"),
    "contact": _("13800000000，每月第一个周日晚上方便"),
}
BY_KIND: dict[tuple[str, str], str | Promise] = {
    (Kind.MILITARY, "to_unit"): _("中国人民解放军某部（写介绍信抬头允许公开的名称）"),
    (Kind.MILITARY, "addressee"): _("某部政治工作部（涉密番号不写进系统）"),
    (Kind.ONLINE, "addressee"): _("中共示例省示例市委组织部（选对方的组织代码）"),
    (Kind.WHOLE_UNIT, "note"): _("整建制划转批复：示党发〔2026〕12 号"),
}
GUIDES: dict[str, str | Promise] = {
    Kind.INTERNAL_MOVE: _("在本党委的支部之间调整，不用介绍信，党委审批后由接收支部编入。"),
    Kind.SAME_SYSTEM: _("在同一系统的两个党委之间转接，不用介绍信。"),
    Kind.ONLINE: _("对方也使用线上转接的，发电子介绍信，回执也在线上返回。"),
    Kind.LETTER: _("开纸质介绍信，由本人带去，对方党委收到后一个月内返回回执。"),
    Kind.MILITARY: _("军队、涉密、银行等不联网的单位，开纸质介绍信。"),
    Kind.ABROAD: _("出国（境）学习、工作的，组织关系保留在原支部，约好联系计划。"),
    Kind.WHOLE_UNIT: _("单位整体划转的，由党务工作人员按名单办理。"),
}


def sample_for(kind: str, field: str) -> str:
    """The sample beside a field; "" where a field explains itself."""
    return str(BY_KIND.get((kind, field)) or SAMPLES.get(field, ""))


STAYS: dict[str, str | Promise] = {
    TemporaryKind.CERTIFICATE: _("外出开会、学习、借调、公干或休假，六个月以内。"),
    TemporaryKind.MOBILE: _("外出六个月以内，或更久而转不了关系；可参加当地组织生活，没有表决权和选举权，每年年审。"),
    TemporaryKind.ABROAD: _("出国（境）期间关系保留在原支部，至少每半年联系一次。"),
}
