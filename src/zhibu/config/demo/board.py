"""Advice in the demo: a board in all its states, and last month's brief of what many spoke about."""

from datetime import datetime, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from zhibu.advice import services
from zhibu.advice.models import Advice, Office
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer

BUS = (
    ("夜班班车", "夜班下班没有班车，回家要走四十分钟。"),
    ("末班班车太早", "末班班车八点就开了，夜班交接班的人赶不上。"),
    ("班车站点", "班车站点离宿舍太远，夜班回家不安全。"),
    ("下雨天的班车", "下雨天夜班班车常晚点，能不能在群里说一声。"),
    ("周末班车", "周末夜班也要上，班车却停开。"),
    ("班车座位", "夜班班车座位不够，有人一路站着回家。"),
)
FOOD = (
    ("食堂太咸", "食堂的菜太咸，老同志血压高吃不惯。"),
    ("食堂夜宵", "夜里食堂只有泡面，想吃口热饭菜。"),
    ("食堂排队", "中午食堂排队太长，吃饭只剩十分钟。"),
    ("食堂的菜", "食堂的菜两周没换样子。"),
    ("清真窗口", "食堂能不能开一个清真窗口，菜单写清楚。"),
)
ODD = (("更衣室的灯", "三号更衣室的灯坏了半个月。"),)
PEOPLE = 12
MONTH_BACK = timedelta(days=1)


def collect(committee: int, *, staff: Viewer, officer: Viewer, people: list[Viewer], at: datetime) -> None:
    """Everything through the services that people use. Last month many wrote; some was answered and done since."""
    first = local_date(at).replace(day=1)
    then = at - timedelta(days=(local_date(at) - first).days + 12)
    office = _office(committee, staff, officer, then)
    written = [
        _write(office, people[number % len(people)], number, title, text, then)
        for number, (title, text) in enumerate((*BUS, *FOOD, *ODD))
    ]
    for made in written:
        services.decide(officer, advice_id=made.pk, shown=True, reason="", at=then + MONTH_BACK)
    _support(written, people, then + 2 * MONTH_BACK)
    _answer(officer, written, then + 3 * MONTH_BACK)
    _now(office, officer, people, at)
    month = (first - timedelta(days=1)).replace(day=1)
    brief = services.ask_for_brief(staff, organisation_id=committee, month=month, at=at)
    services.draw_brief(brief_id=brief.pk, at=at)
    for topic in brief.topics.all():
        name = "夜班怎么回家" if "班车" in topic.words else "食堂的饭菜"
        services.name_topic(staff, brief_id=brief.pk, number=topic.number, title=name, at=at)
    services.publish_brief(staff, brief_id=brief.pk, at=at)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"demo.advice.{name}")


def _office(committee: int, staff: Viewer, officer: Viewer, at: datetime) -> Office:
    made = services.found_office(
        staff, key=_key("office"), organisation_id=committee, name="行政后勤", answer_days=10, at=at,
        about="食堂、班车、宿舍、更衣室",
    )  # fmt: skip
    services.name_officer(staff, office_id=made.pk, person_id=officer.person_id or 0, at=at)
    services.found_office(
        staff, key=_key("people"), organisation_id=committee, name="人力资源", answer_days=15, at=at, about="排班、休假"
    )
    return made


def _write(office: Office, viewer: Viewer, number: int, title: str, text: str, at: datetime) -> Advice:
    signing = ("open", "office", "anonymous")[number % 3]
    return services.write(
        viewer, key=_key(f"advice{number}"), office_id=office.pk, title=title, text=text, signing=signing,
        may_quote=number % 2 == 0, at=at,
    ).advice  # fmt: skip


def _support(written: list[Advice], people: list[Viewer], at: datetime) -> None:
    for number, viewer in enumerate(people):
        for made in (written[0], written[6 + number % 2]):
            if made.author_id != viewer.person_id:
                services.support(viewer, advice_id=made.pk, at=at)


def _answer(officer: Viewer, written: list[Advice], at: datetime) -> None:
    said = {
        0: (("answered", "已和运输公司谈加开一班，两周内答复。"), ("adopted", "下月起每晚 0:30 加开一班夜班车。")),
        6: (
            ("answered", "已请食堂把盐减三成，设低盐窗口。"),
            ("adopted", "低盐窗口下周开。"),
            ("done", "低盐窗口已开。"),
        ),
        8: (("answered", "午餐分三批，错开二十分钟，先试一个月。"),),
    }
    # One stays without an answer past its day, so that this can be seen.
    others = dict.fromkeys(range(1, len(written) - 1), (("answered", "已转相关班组，进展每周在这里说一次。"),))
    for number, steps in (others | said).items():
        for state, text in steps:
            services.take_step(
                officer, advice_id=written[number].pk, key=_key(f"{number}{state}"), state=state, text=text, at=at
            )
    services.join(officer, advice_id=written[5].pk, into_id=written[0].pk, at=at)


def _now(office: Office, officer: Viewer, people: list[Viewer], at: datetime) -> None:
    waiting = (
        ("宿舍热水", "十点以后宿舍没有热水，夜班回来洗不了澡。"),
        ("宿舍网络", "宿舍的网晚上很慢，孩子上不了网课。"),
    )
    for number, (title, text) in enumerate(waiting, start=50):
        made = _write(office, people[number % len(people)], number, title, text, at - timedelta(days=2))
        if number == 50:
            services.decide(officer, advice_id=made.pk, shown=True, reason="", at=at - MONTH_BACK)
