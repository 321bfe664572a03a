"""Names that a roster may carry, and what each stands for (rules.md 2.1-2.6)."""

from collections.abc import Callable
from functools import lru_cache

from zhibu.members.enums import Category, Sex, Status
from zhibu.members.rules.text import squeezed

Finder = Callable[[str], str | None]


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# GB/T 3304-1991, in the order of the codes 01-56.
_PEOPLES = _words(
    "汉 蒙古 回 藏 维吾尔 苗 彝 壮 布依 朝鲜 满 侗 瑶 白 土家 哈尼 哈萨克 傣 黎 傈僳 佤 畲 高山 拉祜 水 东乡 纳西 "
    "景颇 柯尔克孜 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 锡伯 阿昌 普米 塔吉克 怒 乌孜别克 俄罗斯 鄂温克 德昂 保安 "
    "裕固 京 塔塔尔 独龙 鄂伦春 赫哲 门巴 珞巴 基诺"
)
ETHNICITIES = {
    **{f"{code:02}": f"{name}族" for code, name in enumerate(_PEOPLES, 1)},
    "97": "其他",
    "98": "外国血统中国籍人士",
}
_NO_MINORITY = frozenset({"汉族", "其他", "外国血统中国籍人士"})

_STAGES = {"毕业": 0, "结业": 1, "肄业": 2}


def _levels() -> dict[str, str]:
    """GB/T 4658: a level has three endings, one code after the other."""
    firsts = {
        11: "博士研究生", 14: "硕士研究生", 17: "研究生班", 21: "大学本科", 31: "大学专科",
        41: "中等专科", 44: "职业高中", 47: "技工学校", 61: "普通高中",
    }  # fmt: skip
    return {str(first + step): name + end for first, name in firsts.items() for end, step in _STAGES.items()}


EDUCATIONS = {
    **_levels(),
    "10": "研究生教育", "20": "大学本科教育", "28": "大学普通班毕业", "30": "大学专科教育", "40": "中等职业教育",
    "60": "普通高级中学教育", "70": "初级中学教育", "71": "初中毕业", "73": "初中肄业", "80": "小学教育",
    "81": "小学毕业", "83": "小学肄业", "90": "其他",
}  # fmt: skip
# The Party form's own list, first digit = statistics band (rules.md 2.4); names known so far.
PARTY_EDUCATIONS = {
    "中央党校研究生": "1", "省委党校研究生": "1", "第二学士学位班": "2", "中央党校大学": "2", "省委党校大学": "2",
    "中央党校大专": "3", "省委党校大专": "3",
}  # fmt: skip
_EDUCATION_ALIASES = {
    "博士": "11", "博士研究生": "11", "硕士": "14", "硕士研究生": "14", "研究生": "10", "研究生班": "17",
    "大学": "21", "本科": "21", "大学本科": "21", "大本": "21", "本科毕业": "21", "全日制本科": "21",
    "大学普通班": "28", "专科": "31", "大专": "31", "大学专科": "31", "大专毕业": "31", "专科毕业": "31", "高职": "31",
    "中专": "41", "中等专科": "41", "中专毕业": "41", "职高": "44", "职业高中": "44", "技校": "47", "技工学校": "47",
    "高中": "61", "普通高中": "61", "高中毕业": "61", "初中": "71", "小学": "81", "其它": "90",
}  # fmt: skip

# Plain values: a roster writes them to the database without models.
CATEGORIES = {
    **dict.fromkeys(("正式党员", "正式", "中共党员", "中共正式党员", "中国共产党党员"), Category.FULL.value),
    **dict.fromkeys(("预备党员", "预备", "中共预备党员", "中国共产党预备党员"), Category.PROBATIONARY.value),
}
STATUSES = {
    **dict.fromkeys(("", "正常", "正常党员", "normal"), Status.NORMAL.value),
    **dict.fromkeys(("停止党籍", "停止", "已停止党籍", "suspended"), Status.SUSPENDED.value),
}
SEXES = {
    **dict.fromkeys(("男", "男性", "1", "m", "male"), Sex.MALE.value),
    **dict.fromkeys(("女", "女性", "2", "f", "female"), Sex.FEMALE.value),
}
# Provisional: prefixes of the statistics form and the names of one provincial system (rules.md 2.6).
POSTS = frozenset(
    _words("""
    在岗职工 党政机关工作人员 事业单位管理人员 事业单位专业技术人员 企业管理人员 企业专业技术人员 工勤技能人员
    民办非企业单位管理人员 民办非企业单位专业技术人员 农民工 农牧渔民 外出务工经商人员 军人、武警 学生 离退休人员 其他
    公务员 参照公务员法管理的工作人员 事业单位管理岗位 事业单位专业技术岗位 公有经济控制企业管理岗位
    公有经济控制企业专业技术岗位 非公有经济控制企业管理岗位 非公有经济控制企业专业技术岗位 民办非企业管理岗位
    民办非企业专业技术岗位 公有经济控制单位工勤岗位 非公有企业工勤岗位 民办非企业工勤岗位 机关单位工勤岗位
    事业单位工勤岗位 农牧渔业生产人员 乡村医生 其他农牧渔民 解放军、武警 研究生毕业年级学生 研究生一年级学生
    研究生其他年级学生 大学本科毕业年级学生 大学本科一年级学生 大学本科其他年级学生 大学专科毕业年级学生
    大学专科一年级学生 大学专科其他年级学生 中等专业学校学生 高中学生 技工学校学生 离休干部 退休人员 退职人员
    内部退养职工 大学生村官 社区工作人员 停薪留职人员 个体工商户中的从业人员 自由职业人员 待安置和未就业人员
    公派或因私出国逾期未归人员 党组织关系在人才服务中心、不明职业的人员 其他从业人员 其他无业人员
    """)
)

_ETHNICITY_NAMES = {
    **{name: name for name in ETHNICITIES.values()},
    **{name.removesuffix("族"): name for name in ETHNICITIES.values()},
    **ETHNICITIES,
    "其它": "其他",
}
_EDUCATION_NAMES = {
    **{name: name for name in (*EDUCATIONS.values(), *PARTY_EDUCATIONS)},
    **{alias: EDUCATIONS[code] for alias, code in _EDUCATION_ALIASES.items()},
    **EDUCATIONS,
}
_EDUCATION_CODES = {name: code for code, name in EDUCATIONS.items()}
_BANDS = {"1": 1, "2": 2, "3": 3, "6": 5, "7": 6, "8": 6, "9": 6}


def ethnicity(text: str) -> str | None:
    """The full name ("汉族") for a name with or without 族, or a code; None when it is not among the 58."""
    return _ETHNICITY_NAMES.get(text)


def is_minority(name: str) -> bool:
    """Whether statistics count a known name as a minority (rules.md 2.3)."""
    return name in _ETHNICITY_NAMES and name not in _NO_MINORITY


def education(text: str) -> str | None:
    """The name as GB/T 4658 or the Party form writes it, or None."""
    return _EDUCATION_NAMES.get(text)


def education_band(name: str) -> int | None:
    """Statistics band 1-6 of a known education (rules.md 2.4), or None.

    大学普通班 counts as 大学专科; 职业高中 and 技工学校 as 高中.
    """
    if name in PARTY_EDUCATIONS:
        return int(PARTY_EDUCATIONS[name])
    code = _EDUCATION_CODES.get(name)
    if code is None:
        return None
    if code == "28":
        return 3
    return _BANDS.get(code[0]) or (4 if code in {"40", "41", "42", "43"} else 5)


@lru_cache(maxsize=4096)
def code_text(value: str) -> str:
    """A coded cell's text without blanks and in half width; remembered, because columns repeat."""
    return squeezed(value)
