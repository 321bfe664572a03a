"""Points of the year: the scheme, what members declare, settlements, an objection that waits, the star of the month."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib.resources import files
from random import Random
from uuid import UUID

from zhibu.config.demo.cast import STAGE, Branch, Cast, as_viewer
from zhibu.kernel.calendar import add_months, is_workday
from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import PostTitle
from zhibu.points.enums import CheckResult, IndexKind
from zhibu.points.models import Index
from zhibu.points.queries.declaring import declared_kind, speaks_against
from zhibu.points.queries.schemes import get_scheme
from zhibu.points.queries.settlements import figures, get_settlement
from zhibu.points.services import declaring, objecting, recording, schemes, settling, stars

BONUSES = {
    "DE11": "撰写《班组里的党员责任》一文，支部采用。", "DE13": "协助受伤同事就医，车间书面表扬。",
    "NE12": "取得高级技工证书。", "NE14": "带徒两名，出徒考核合格。", "JI12": "获集团年度先进个人。",
    "JI16": "提出包装线节水建议，已采纳。", "QI13": "台风期间参加抢险突击队。", "JI18": "结对帮扶困难职工一户。",
}  # fmt: skip
DUTIES = ("按时完成设备点检并记录", "带教新员工不少于两次", "当月无安全违章", "参加支部安排的服务项目")


@dataclass(frozen=True, slots=True)
class Quarter:
    """A calendar quarter that is over."""

    year: int
    number: int

    @property
    def over_at(self) -> datetime:
        """The first moment after it."""
        start = add_months(date(self.year, 1, 1), 3 * self.number)
        return datetime.combine(start, time(9), SHANGHAI)


def quarters_to_settle(today: date) -> list[Quarter]:
    """The finished quarters of the year in which the last finished quarter lies."""
    month = add_months(today.replace(day=1), -3)
    last = Quarter(month.year, (month.month - 1) // 3 + 1)
    return [Quarter(last.year, number) for number in range(1, last.number + 1)]


def begin(cast: Cast, *, today: date) -> int:
    """Import the sample scheme and switch it on at the start of its year; returns its id."""
    year = quarters_to_settle(today)[0].year
    at = datetime.combine(date(year, 1, 4), time(10), SHANGHAI)
    text = (files("zhibu.points") / "samples" / "scheme.csv").read_text(encoding="utf-8")
    scheme = schemes.import_scheme(
        STAGE, organisation_id=cast.committee_id, year=year, title=f"{year}年党员积分管理办法", text=text, at=at
    )
    schemes.activate_scheme(STAGE, scheme_id=scheme.pk, resolution="集团党委会议纪要", at=at)
    return int(scheme.pk)


def declare(cast: Cast, scheme_id: int, random: Random, *, now: datetime, tick: Callable[[], None]) -> None:
    """What the reviewing bodies found for everybody, and what some members declare for themselves."""
    scheme = get_scheme(STAGE, scheme_id)
    indexes = list(scheme.indexes.all())
    found = [
        i
        for i in indexes
        if i.kind == IndexKind.BASE and declared_kind(i) and not speaks_against(i) and i.code not in {"NE02"}
    ]
    bonuses = [i for i in indexes if i.code in BONUSES]
    day = min(date(scheme.year, 3, 20), now.date() - timedelta(days=2))
    for branch in cast.branches:
        for index in found:
            recording.record_for_branch(
                STAGE, key=_key(random), branch_id=branch.id, index_id=index.pk, person_ids=branch.members,
                happened_on=day, text="支部委员会和有关组织评议通过。", at=_noon(day) + timedelta(days=1),
            )  # fmt: skip
        some = random.sample(branch.members, 12)
        own = [_declare(*_own(person, bonuses, scheme.year, random, now), random) for person in some]
        declaring.review_items(STAGE, declaration_ids=own[:8], approve=True, at=now - timedelta(days=3))
        tick()


def _declare(person: int, index: int, day: date, text: str, random: Random) -> int:
    made = declaring.declare_item(
        STAGE, key=_key(random), person_id=person, index_id=index, happened_on=day, text=text, at=_noon(day)
    )
    return int(made.pk)


def _own(person: int, bonuses: list[Index], year: int, random: Random, now: datetime) -> tuple[int, int, date, str]:
    index = random.choice(bonuses)
    return person, index.pk, _some_day(year, random, now), BONUSES[index.code]


def _some_day(year: int, random: Random, now: datetime) -> date:
    last = min(date(year, 12, 28), now.date() - timedelta(days=5))
    return date(year, 1, 5) + timedelta(days=random.randint(0, max(0, (last - date(year, 1, 5)).days)))


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), SHANGHAI)


def _key(random: Random) -> UUID:
    return UUID(int=random.getrandbits(128), version=4)


def settle(cast: Cast, scheme_id: int, *, now: datetime) -> int:
    """Settle every finished quarter; notices of all but the last are over. Returns the last settlement's id."""
    last = quarters_to_settle(now.date())[-1]
    settlement_id = 0
    for quarter in quarters_to_settle(now.date()):
        at = quarter.over_at + timedelta(days=6) if quarter != last else two_workdays_before(now)
        settlement_id = settling.settle(STAGE, scheme_id=scheme_id, quarter=quarter.number, at=at).pk
        settling.publish_settlement(STAGE, settlement_id=settlement_id, at=at)
        if quarter != last:
            settling.close_notices(STAGE, at=at + timedelta(days=20))
    return settlement_id


def two_workdays_before(now: datetime) -> datetime:
    """So that the notice of five working days is running today."""
    day, left = now.date(), 2
    while left:
        day -= timedelta(days=1)
        left -= is_workday(day)
    return datetime.combine(day, time(9), SHANGHAI)


def object_once(settlement_id: int, member: Viewer, random: Random, *, now: datetime) -> None:
    """One objection that waits for its answer."""
    figure = figures(member, get_settlement(member, settlement_id)).get(person_id=member.person_id or 0)
    objecting.object_to(
        member, key=_key(random), figure_id=figure.pk, at=now - timedelta(hours=20),
        text="九月参加抗台抢险两天，突击队名单里有我，这次没有计入，请核对。",
    )  # fmt: skip


def choose_star(branch: Branch, officers: dict[int, Viewer], accounts: dict[str, int], *, now: datetime) -> None:
    """Last month's duties checked item by item; a star proposed in words and chosen, who is now asked for consent."""
    month, recently = add_months(now.date().replace(day=1), -1), now - timedelta(days=4)
    group = branch.in_group[branch.groups[0]]
    for person in group[:8]:
        _check_duties(person, month)
    member = as_viewer(accounts["member"])
    stars.write_summary(member, month=month, text="本月完成点检四十次，带教两名新同事。", at=recently)
    star = next(person for person in group if person != member.person_id)
    stars.nominate(member, person_id=star, month=month, reason="连续三个夜班顶岗，排除一处蒸汽泄漏。", at=recently)
    stars.choose_star(
        officers[branch.officers[PostTitle.SECRETARY]], branch_id=branch.id, person_id=star, month=month,
        reason="关键时刻站得出来。", resolution="支委会决定", at=now - timedelta(days=3),
    )  # fmt: skip


def _check_duties(person: int, month: date) -> None:
    duties = stars.set_duties(STAGE, person_id=person, texts=DUTIES, at=_noon(month))
    stars.check_duties(
        STAGE, person_id=person, month=month, results={duty.pk: CheckResult.DONE for duty in duties},
        notebook_seen=True, at=_noon(add_months(month, 1)),
    )  # fmt: skip
