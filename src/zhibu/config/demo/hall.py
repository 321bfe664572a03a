"""Cases of the demo: one of each shipped matter, each at another point of its way, made through the services."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile

from zhibu.casework import services
from zhibu.casework.models import Case
from zhibu.casework.rules.answers import missing
from zhibu.config.demo import cast as people
from zhibu.config.demo.cast import Cast
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Role
from zhibu.members.models import Person
from zhibu.members.services.roles import grant_role

_KEY = "ca5e0000-0000-4000-8000-{:012d}"
_SHEET = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


@dataclass
class Hall:
    """Who plays: two who ask, those who handle, and a counter for keys."""

    member: Viewer
    employee: Viewer
    secretary: Viewer
    deputy: Viewer
    staff: Viewer
    at: datetime
    keys: int = 0

    def key(self) -> UUID:
        """The next key; the same day gives the same ones."""
        self.keys += 1
        return UUID(_KEY.format(self.keys))

    def ask(self, who: Viewer, code: str, days_ago: int, *, about: str = "", **answers: Any) -> Case:
        """Fill in, put the papers in, send."""
        at = self.at - timedelta(days=days_ago)
        case = services.begin_case(who, code=code, number=1, key=self.key(), answers=answers, about=about, at=at)
        for paper in missing(case.version.shape.materials, case.answers, ()):
            file = SimpleUploadedFile(f"{paper.label}.pdf", _SHEET + paper.code.encode())
            services.put_in(who, case_id=case.pk, code=paper.code, upload=file, key=self.key(), at=at)
        return services.submit(who, case_id=case.pk, at=at)

    def do(self, case: Case, by: Viewer, days_ago: int, **notes: Any) -> Case:
        """Take it, note what the step asks, pass it on."""
        at = self.at - timedelta(days=days_ago)
        services.take(by, case_id=case.pk, at=at)
        if notes:
            services.note_step(by, case_id=case.pk, answers=notes, at=at)
        step = Case.objects.get(pk=case.pk).step
        return services.pass_step(by, case_id=case.pk, step=step, at=at)


def open_hall(cast: Cast, accounts: dict[str, int], *, deputy: Viewer, at: datetime) -> None:
    """Party affairs staff of the demo also keep the union's desk."""
    start = at - timedelta(days=300)
    grant: dict[str, Any] = {"role": Role.UNION_OFFICER, "organisation_id": cast.committee_id, "at": start}
    grant_role(people.STAGE, account_id=accounts["staff"], **grant)
    member, employee, secretary, staff = (
        people.as_viewer(accounts[name]) for name in ("member", "employee", "secretary", "staff")
    )
    hall = Hall(member, employee, secretary, deputy, staff, at)
    for act in (_windows, _permits, _insurance, _consolation, _aid, _papers, _others):
        act(hall)


def _day(hall: Hall, days: int) -> str:
    return (local_date(hall.at) + timedelta(days=days)).isoformat()


def _windows(hall: Hall) -> None:
    today = local_date(hall.at)
    for code, title in (("insurance_reservation", "明年补充医疗意向"), ("insurance_enrolment", "本年度补充医疗参保")):
        opens, closes = today - timedelta(days=20), today + timedelta(days=20)
        services.make_window(hall.staff, code=code, title=title, opens_on=opens, closes_on=closes, at=hall.at)


def _permits(hall: Hall) -> None:
    """One that ends in a month, so that its renewal is proposed; one that is on its way."""
    said: dict[str, Any] = {
        "name": hall.member.name, "citizen_id": "119901199003070013", "mobile": "13800001111",
        "address": "示例市示例区示例路 12 号", "since": _day(hall, -900), "housing": "单位宿舍", "first": True,
    }  # fmt: skip
    case = hall.ask(hall.member, "residence_permit", 240, **said)
    hall.do(case, hall.staff, 239)
    hall.do(case, hall.staff, 236, filed_on=_day(hall, -236))
    hall.do(case, hall.staff, 220, valid_until=_day(hall, 30))
    services.rate(hall.member, case_id=case.pk, stars=5, words="不用请假，省了一天。", at=hall.at - timedelta(days=219))
    hall.do(hall.ask(hall.employee, "residence_permit", 3, **said | {"name": hall.employee.name}), hall.staff, 2)


def _insurance(hall: Hall) -> None:
    family = [{"name": "小禾", "relation": "子女", "born_on": "2019-05-06"}]
    said: dict[str, Any] = {
        "name": hall.member.name, "citizen_id": "119901199003070013", "mobile": "13800001111", "plan": "提高方案",
        "with_family": True, "family": family, "pay_by": "到工会交", "agreed": "同意",
    }  # fmt: skip
    case = hall.ask(hall.member, "insurance_enrolment", 6, **said)
    hall.do(case, hall.staff, 5)
    hall.do(case, hall.staff, 3, paid_on=_day(hall, -3), premium=36000)
    wish: dict[str, Any] = {
        "name": hall.employee.name,
        "mobile": "13800002222",
        "plan": "还没想好",
        "with_family": False,
    }
    hall.ask(hall.employee, "insurance_reservation", 1, **wish)


def _consolation(hall: Hall) -> None:
    """Asked for a colleague by the secretary: visited, money and gift noted, one row reversed."""
    said: dict[str, Any] = {
        "hospital": "示例市第一医院", "admitted_on": _day(hall, -8), "illness": "阑尾炎手术，恢复得好",
        "contact": "爱人李女士 13900003333", "visit_ok": "方便",
    }  # fmt: skip
    name = Person.objects.get(pk=hall.member.person_id or 0).employee_number or hall.member.name
    case = hall.ask(hall.secretary, "hospital_consolation", 7, about=name, **said)
    hall.do(case, hall.staff, 6)
    at = hall.at - timedelta(days=5)
    services.take(hall.staff, case_id=case.pk, at=at)
    paid: dict[str, Any] = {"given_to": hall.member.name, "given_on": local_date(at), "case_id": case.pk, "at": at}
    wrong = services.pay(hall.staff, key=hall.key(), kind="money", amount_fen=50000, **paid)
    services.reverse_outlay(hall.staff, outlay_id=wrong.pk, key=hall.key(), reason="标准是 800 元", at=at)
    services.pay(hall.staff, key=hall.key(), kind="money", amount_fen=80000, **paid)
    services.pay(hall.staff, key=hall.key(), kind="gift", amount_fen=12650, what="水果一篮、牛奶两箱", **paid)
    noted: dict[str, Any] = {"visited_on": _day(hall, -5), "visitors": f"{hall.staff.name}、{hall.secretary.name}"}
    services.note_step(hall.staff, case_id=case.pk, answers=noted, at=at)
    services.pass_step(hall.staff, case_id=case.pk, step=1, at=at)


def _aid(hall: Hall) -> None:
    """Waits for the applicant: a paper is missing."""
    said: dict[str, Any] = {
        "name": hall.member.name, "mobile": "13800001111", "family_size": 4, "income": 650000, "cause": "意外事故",
        "story": "老家房屋受灾，维修花了三万元", "wanted": 300000,
    }  # fmt: skip
    case = hall.ask(hall.member, "hardship_aid", 2, **said)
    services.take(hall.secretary, case_id=case.pk, at=hall.at - timedelta(days=1))
    words = "请再放一张受灾的照片，村委会的说明也可以。"
    services.ask_for_more(hall.secretary, case_id=case.pk, words=words, at=hall.at - timedelta(days=1))


def _papers(hall: Hall) -> None:
    said: dict[str, Any] = {
        "name": hall.member.name, "kind": "党员身份", "content": "党费交纳正常，按时参加组织生活",
        "to": "示例街道社区居民委员会", "purpose": "社区志愿登记", "copies": 1,
    }  # fmt: skip
    case = hall.ask(hall.member, "certificate_letter", 12, **said)
    hall.do(case, hall.secretary, 11)
    hall.do(case, hall.secretary, 10)
    seal: dict[str, Any] = {
        "document": "关于召开组织生活会的请示",
        "seal": "支部印章",
        "copies": 2,
        "reason": "报上级批复",
        "out": False,
    }
    hall.do(hall.ask(hall.secretary, "branch_seal", 1, **seal), hall.deputy, 0)


def _others(hall: Hall) -> None:
    """One that is declined with a way out, one that waits, one that is withdrawn."""
    book: dict[str, Any] = {
        "activity": "还没有安排的",
        "kind": "使用场地",
        "place": "三号楼多功能厅",
        "day": _day(hall, 9),
        "time": "下午 2 点",
        "people": 20,
    }
    case = hall.ask(hall.member, "activity_reservation", 4, mobile="13800001111", **book)
    services.take(hall.staff, case_id=case.pk, at=hall.at - timedelta(days=3))
    words = "这天下午多功能厅有会议，请改到周六，或者用二楼活动室。"
    services.decline(hall.staff, case_id=case.pk, words=words, at=hall.at - timedelta(days=3))
    ask: dict[str, Any] = {
        "mobile": "13800002222",
        "question": "入党要什么条件，要多久",
        "when": "周三下班后",
        "how": "当面谈",
    }
    hall.ask(hall.employee, "membership_consultation", 1, name=hall.employee.name, **ask)
    old: dict[str, Any] = {
        "name": hall.member.name,
        "citizen_id": "119901199003070013",
        "mobile": "13800001111",
        "permit_no": "A12",
    }
    case = hall.ask(hall.member, "residence_renewal", 30, moved=False, **old)
    services.withdraw(hall.member, case_id=case.pk, at=hall.at - timedelta(days=29))
