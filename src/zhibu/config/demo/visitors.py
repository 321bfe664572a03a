"""The hall of the demo: visitors of a year, groups to come, volunteers, a visitors' book. A room and a van."""

from datetime import date, datetime, time, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.venues import services
from zhibu.venues.models import Slot, Venue, Visit
from zhibu.venues.services.visits import Contact

STRANGER = Viewer.anonymous()
ABOUT = (
    "展馆面积近 3000 平方米，分“初心”“征程”“身边的榜样”三个展区，2017 年 6 月 29 日建成，免费向社会开放，"
    "可以预约志愿讲解。"
)
CAME = (("讲解员讲得很好，孩子听得入神。", "一位家长"), ("身边的榜样那一区最打动人。", ""))
DAYS_OF_YEAR = range(6, 360, 9)


def receive(committee: int, *, staff: Viewer, steward: Viewer, guide: Viewer, at: datetime) -> None:
    """Everything through the services that people use."""
    begun = at - timedelta(days=8)
    hall = _hall(committee, staff, begun)
    services.name_steward(staff, venue_id=hall.pk, person_id=steward.person_id or 0, at=begun)
    _count_a_year(hall, staff, at)
    for number, (text, signature) in enumerate(CAME):
        _came(hall, steward, number, text, signature, begun + timedelta(days=number))
    _groups(hall, guide, at)
    services.close_day(staff, venue_id=hall.pk, day=local_date(at) + timedelta(days=12), reason="设备检修", at=at)
    _room_and_van(committee, staff, guide, at)


def _key(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"demo.venues.{name}")


def _hall(committee: int, staff: Viewer, at: datetime) -> Venue:
    hall = services.found_venue(
        staff, key=_key("hall"), organisation_id=committee, kind="hall", at=at, name="集团党建展馆",
        place="总部园区 1 号楼", about=ABOUT, phone="020-00000000", opened_on=date(2017, 6, 29), days_ahead=30,
    )  # fmt: skip
    services.add_hours(
        staff, venue_id=hall.pk, weekdays=[2, 3, 4, 5, 6, 7], opens=time(9), closes=time(17), slot_minutes=60,
        capacity=40, at=at,
    )  # fmt: skip
    return hall


def _count_a_year(hall: Venue, staff: Viewer, at: datetime) -> None:
    today = local_date(at)
    services.count(
        staff, venue_id=hall.pk, key=_key("before"), kind="before", people=28_640, at=at,
        day=today - timedelta(days=365), note="纸质登记簿第 1-46 册",
    )  # fmt: skip
    for number, back in enumerate(DAYS_OF_YEAR):
        services.count(
            staff, venue_id=hall.pk, key=_key(f"day{back}"), kind="in", people=24 + number * 7 % 31,
            at=at - timedelta(days=back), day=today - timedelta(days=back),
        )  # fmt: skip


def _slots(hall: Venue, at: datetime) -> list[Slot]:
    return list(Slot.objects.filter(venue=hall, starts_at__gt=at, is_open=True).order_by("starts_at")[:60])


def _came(hall: Venue, steward: Viewer, number: int, text: str, signature: str, at: datetime) -> None:
    slot = _slots(hall, at)[number]
    visit = services.book_visit(
        STRANGER, key=_key(f"came{number}"), slot_id=slot.pk, people=3, contact=Contact("李女士"), at=at
    )
    services.admit(steward, visit_id=visit.pk, key=_key(f"in{number}"), at=slot.starts_at)
    remark = services.write_remark(STRANGER, code=visit.code, text=text, signature=signature, at=slot.ends_at)
    if signature:  # the other one waits to be read
        services.decide_remark(steward, remark_id=remark.pk, shown=True, reason="", at=slot.ends_at)


def _groups(hall: Venue, guide: Viewer, at: datetime) -> None:
    coming = _slots(hall, at + timedelta(hours=20))
    first = _group(coming[1], "第三小学", 32, at)
    _group(coming[12], "社区退休党员", 18, at)
    services.take_guiding(guide, visit_id=first.pk, at=at)
    soon = _slots(hall, at)[0]
    services.book_visit(
        STRANGER, key=_key("today"), slot_id=soon.pk, people=2, contact=Contact("王先生", "13900000000"), at=at
    )


def _group(slot: Slot, name: str, people: int, at: datetime) -> Visit:
    contact = Contact("陈老师", "13800000000", name)
    return services.book_visit(
        STRANGER,
        key=_key(name),
        slot_id=slot.pk,
        people=people,
        contact=contact,
        is_group=True,
        wants_guide=True,
        at=at,
    )


def _room_and_van(committee: int, staff: Viewer, person: Viewer, at: datetime) -> None:
    for kind, name, place in (("room", "党员活动室", "2 号楼 201"), ("vehicle", "七座商务车", "总部园区停车场")):
        made = services.found_venue(
            staff, key=_key(kind), organisation_id=committee, kind=kind, at=at, name=name, place=place
        )
        start = datetime.combine(local_date(at) + timedelta(days=2), time(14), SHANGHAI)
        services.reserve(
            person, key=_key(f"have-{kind}"), venue_id=made.pk, starts_at=start, ends_at=start + timedelta(hours=2),
            purpose="主题党日准备会", at=at,
        )  # fmt: skip
