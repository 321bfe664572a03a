"""Invented people. Citizen ids have area codes of unallocated districts, so none can be a real person's."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

SURNAMES = (
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛范彭郎鲁韦马苗方俞任袁柳"
)
GIVEN_MEN = "伟强磊军勇杰涛明超刚平辉鹏飞波斌宇浩凯健俊帆旭宁博文志远建国立新"
GIVEN_WOMEN = "芳娜敏静丽娟艳霞秀英慧玲婷雪琳燕红梅洁云倩蕾欣怡佳宜晓岚若溪"
AREAS = ("119901", "319901", "329903", "339901", "349902", "379901", "419905", "429901", "449901", "519901", "619901")
ETHNICITIES = ("汉族",) * 16 + ("壮族", "回族", "满族", "土家族", "苗族", "瑶族")
EDUCATIONS = (
    "大学本科毕业", "大学本科毕业", "大学专科毕业", "大学专科毕业", "硕士研究生毕业", "中等专科毕业", "普通高中毕业",
)  # fmt: skip
WORK_POSTS = ("企业管理人员", "企业专业技术人员", "非公有企业工勤岗位", "工勤技能人员", "非公有经济控制企业管理岗位")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True, slots=True)
class Invented:
    """One invented person, before he is recorded."""

    name: str
    sex: int
    ethnicity: str
    citizen_id: str
    birth_date: date
    education: str
    work_post: str
    mobile: str
    home_address: str
    employee_number: str


def invent(random: Random, number: int, *, today: date) -> Invented:
    """Person `number` of the demo; the same random source gives the same person."""
    sex = 1 if random.random() < 0.66 else 2
    birth = today - timedelta(days=random.randint(24 * 365, 58 * 365))
    return Invented(
        name=_name(random, sex), sex=sex, ethnicity=random.choice(ETHNICITIES), birth_date=birth,
        citizen_id=_citizen_id(random.choice(AREAS), birth, number, sex), education=random.choice(EDUCATIONS),
        work_post=random.choice(WORK_POSTS), mobile=f"1{random.choice('3578')}{random.randint(0, 10**9 - 1):09d}",
        home_address=f"示例市示例区示例路{random.randint(1, 300)}号", employee_number=f"E{number:05d}",
    )  # fmt: skip


def _name(random: Random, sex: int) -> str:
    given = GIVEN_MEN if sex == 1 else GIVEN_WOMEN
    return random.choice(SURNAMES) + "".join(random.sample(given, 1 if random.random() < 0.2 else 2))


def _citizen_id(area: str, birth: date, number: int, sex: int) -> str:
    order = (number * 2 + (sex == 1)) % 1000
    body = f"{area}{birth:%Y%m%d}{order:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS, strict=True))
    return body + "10X98765432"[total % 11]
