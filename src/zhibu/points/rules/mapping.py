"""Which facts the indexes of the sample scheme are read from (rules.md 7.2: evidence in words).

A file may name them itself in the columns `ledger_kinds` (codes joined by +), `formula`, `step`, `needed`,
`target`, `target_officers`; for rows that do not, and that carry a known id and name, this table speaks.
Numbers are tenths: step 5 is half a point, needed 20 is twice, target 320 is 32 hours.
"""

from dataclasses import dataclass

from zhibu.points.enums import Formula


@dataclass(frozen=True, slots=True)
class Reading:
    """How an index is read from facts."""

    formula: Formula
    kinds: tuple[str, ...]
    step: int = 0
    needed: int = 0
    target: int = 0
    target_officers: int = 0


def _each(*kinds: str) -> Reading:
    return Reading(Formula.PER_FACT, kinds)


def _less(step: int, *kinds: str) -> Reading:
    return Reading(Formula.FULL_MINUS_MISSED, kinds, step=step)


def _from(needed: int, *kinds: str) -> Reading:
    return Reading(Formula.THRESHOLD, kinds, needed=needed)


# Regulation on the education and management of members 2019, Art. 20: 32 hours; 56 from the education plan
# 2019-2023 for secretaries and committee members (rules.md 0.2).
_HOURS = Reading(Formula.HOURS_RATIO, ("class_hours",), target=320, target_officers=560)

SAMPLE: dict[tuple[str, str], Reading] = {
    ("DE01", "参加党支部集中学习"): _less(10, "collective_study_missed"),
    ("DE02", "遵守政治纪律和政治规矩"): _less(40, "discipline_finding"),
    ("DE03", "承诺践诺"): _from(10, "pledge_kept"),
    ("DE04", "认真开展批评和自我批评"): _from(10, "self_examination_made"),
    ("DE11", "学习心得或理论文章被支部采用"): _each("essay_accepted"),
    ("DE12", "讲微党课或辅导"): _each("lesson_given"),
    ("DE13", "受到表扬的好人好事"): _each("good_deed_commended"),
    ("DE21", "发表不当言论经核实"): _each("improper_remark_verified"),
    ("DE22", "无正当理由不服从组织决定"): _each("decision_refused"),
    ("NE01", "年度集中学习培训学时"): _HOURS,
    ("NE02", "岗位技能培训或考核合格"): _from(10, "job_training_passed"),
    ("NE03", "党小组会学习交流发言"): _from(20, "spoke_at_meeting"),
    ("NE11", "自愿参加知识竞答"): _each("quiz_passed"),
    ("NE12", "取得职业资格或技术等级"): _each("certificate_gained"),
    ("NE13", "技术革新或专利成果"): _each("innovation_recognised"),
    ("NE14", "传帮带"): _each("mentoring_done"),
    ("QI01", "参加党员大会"): _less(10, "members_meeting_missed"),
    ("QI02", "参加党小组会"): _less(5, "group_meeting_missed"),
    ("QI03", "参加主题党日"): _less(5, "theme_party_day_missed"),
    ("QI04", "参加党课"): _less(5, "party_lesson_missed"),
    ("QI05", "按期足额交纳党费"): _less(10, "dues_late"),
    ("QI06", "汇报思想和工作"): _from(10, "thought_report_made"),
    ("QI11", "参加志愿服务"): _each("volunteer_service_attended", "volunteer_work_declared"),
    ("QI12", "兼任支部委员、党小组长或党务工作者"): _each("post_held"),
    ("QI13", "参加急难险重任务或突击队"): _each("urgent_task_done"),
    ("QI14", "组织策划支部活动"): _each("activity_organised"),
    ("QI21", "不能按时完成党组织交办的任务"): _each("task_overdue"),
    ("QI22", "无故缺席后不补课"): _each("not_made_up"),
    ("JI01", "年度岗位考核合格（称职）及以上"): _from(10, "job_appraisal_competent", "job_appraisal_excellent"),
    ("JI02", "完成岗位目标和承诺事项"): _from(10, "job_pledge_met"),
    ("JI11", "年度岗位考核优秀"): _each("job_appraisal_excellent"),
    ("JI12", "集团（单位）级表彰"): _each("commendation_company"),
    ("JI13", "市级表彰"): _each("commendation_city"),
    ("JI14", "省部级表彰"): _each("commendation_province"),
    ("JI15", "国家级表彰"): _each("commendation_nation"),
    ("JI16", "合理化建议被采纳"): _each("proposal_adopted"),
    ("JI17", "党建稿件被采用"): _each("article_accepted"),
    ("JI18", "结对帮扶取得成效"): _each("pairing_help_done"),
    ("JI19", "参加重点项目攻关"): _each("key_project_joined"),
    ("JI21", "发生有责任的安全质量问题"): _each("safety_fault"),
    ("JI22", "有效投诉查实"): _each("complaint_verified"),
    ("LI01", "签订并遵守廉洁承诺"): _from(10, "clean_pledge_kept"),
    ("LI02", "参加警示教育"): _from(10, "warning_education_attended"),
    ("LI03", "按规定报告个人有关事项或家风承诺"): _from(10, "required_report_received"),
    ("LI11", "廉洁建议被采纳"): _each("clean_proposal_adopted"),
    ("LI12", "主动上交礼品礼金并登记"): _each("gift_registered"),
    ("LI21", "被提醒谈话"): _each("reminder_talk"),
    ("LI22", "被批评教育或责令检查"): _each("criticised_formally"),
    ("VE01", "受到党纪处分"): _each("party_punishment"),
    ("VE02", "违法受到行政拘留以上处罚或被追究刑事责任"): _each("unlawful_act_punished"),
    ("VE03", "参加邪教等非法组织"): _each("illegal_group_joined"),
    ("VE04", "负有主要责任的重大安全事故"): _each("serious_accident_blamed"),
    ("VE05", "在积分申报中弄虚作假且情节严重"): _each("declaration_falsified"),
    ("VE06", "无正当理由连续6个月不参加组织生活或不交党费或不做所分配工作"): _each("six_months_away"),
}
