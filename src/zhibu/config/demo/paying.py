"""Dues of the demo: a branch that pays by the quarter's end at the counter, a figure to confirm, a request, arrears."""

from datetime import date, datetime, time, timedelta
from itertools import pairwise
from uuid import NAMESPACE_URL, UUID, uuid5

from zhibu.config.demo.cast import STAGE, Cast
from zhibu.dues import services
from zhibu.dues.models import Obligation
from zhibu.dues.rules.months import last_day, month_of, months_from
from zhibu.dues.services.assessing import assess_by_unit
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer

BASES = (412_000, 538_600, 676_000, 764_000, 885_000, 923_500, 1_086_000, 1_420_000)
PAYERS = 6


def pay(cast: Cast, *, secretary: Viewer, deputy: Viewer, member: Viewer, staff: Viewer, at: datetime) -> None:
    """Everything through the services that people use."""
    branch, today = cast.branches[1], local_date(at)
    taken = (secretary.person_id, deputy.person_id, member.person_id)
    others = [person for person in branch.members if person not in taken and person not in branch.joined]
    payers, behind = others[:PAYERS], others[PAYERS]
    january = datetime.combine(date(today.year, 1, 5), time(10), SHANGHAI)
    for number, person in enumerate([*payers, behind, member.person_id or 0]):
        base = BASES[number % len(BASES)]
        assess_by_unit(STAGE, person_id=person, year=today.year, kind="wage_earner", base_fen=base, at=min(january, at))
    for month in months_from(date(today.year, 1, 1), month_of(today)):
        services.bill(STAGE, month=month, at=max(january, datetime.combine(month, time(6), SHANGHAI)))
    _pay_quarters(payers, secretary, deputy, at)
    _behind(behind, secretary, deputy, at)
    _own(member, secretary, deputy, at)
    _spend(branch.id, secretary, deputy, staff, at)
    services.raise_tasks(STAGE, at=at)


def _key(*words: object) -> UUID:
    return uuid5(NAMESPACE_URL, ":".join(map(str, ("zhibu-demo-dues", *words))))


def _pay_quarters(payers: list[int], secretary: Viewer, deputy: Viewer, at: datetime) -> None:
    """Each hands in a quarter at its end; this quarter's months wait, one payment for the second look."""
    today = local_date(at)
    starts = [date(today.year, month, 1) for month in (1, 4, 7, 10)]
    for first, after in pairwise(starts):
        day = datetime.combine(add_months(first, 2) + timedelta(days=24), time(11), SHANGHAI)
        if day < at:
            for person in payers:
                _hand_in(person, first, last_day(add_months(after, -1)), secretary, deputy, day)
    _hand_in(payers[0], month_of(today), today, secretary, None, at)
    _hand_in(payers[1], month_of(today), today, secretary, deputy, at)


def _hand_in(person: int, first: date, last: date, taker: Viewer, second: Viewer | None, at: datetime) -> None:
    months = Obligation.objects.filter(person_id=person, month__range=(first, last), state="due")
    ids = list(months.values_list("pk", flat=True))
    if not ids:
        return
    order = services.register_payment(
        taker, key=_key(person, first), person_id=person, obligation_ids=ids, method="bank", reference="", note="",
        received_on=local_date(at), at=at,
    )  # fmt: skip
    if second:
        services.confirm_payment(second, number=order.number, at=at)


def _behind(person: int, secretary: Viewer, deputy: Viewer, at: datetime) -> None:
    """Paid until four months ago: three months are over and open."""
    today = local_date(at)
    until = add_months(month_of(today), -4)
    if until.year == today.year:
        for month in months_from(date(today.year, 1, 1), until):
            day = datetime.combine(month + timedelta(days=20), time(9), SHANGHAI)
            _hand_in(person, month, month, secretary, deputy, min(day, at))


def _own(member: Viewer, secretary: Viewer, deputy: Viewer, at: datetime) -> None:
    """The member of the demo has paid until last month, has a figure of the unit to confirm, and asks for a quarter."""
    today = local_date(at)
    for month in months_from(date(today.year, 1, 1), add_months(month_of(today), -1)) if today.month > 1 else ():
        day = datetime.combine(month + timedelta(days=15), time(9), SHANGHAI)
        _hand_in(member.person_id or 0, month, month, secretary, deputy, day)
    services.ask_hardship(
        member,
        first_month=today,
        last_month=today,
        asked_fen=2000,
        at=at,
        reason="家人住院，这个月开销大，想少交一些。",
    )


def _spend(branch: int, secretary: Viewer, deputy: Viewer, staff: Viewer, at: datetime) -> None:
    """A rule, a sheet for the first half-year, a use that was decided and paid, last year published."""
    today = local_date(at)
    services.set_remittance_rule(
        staff, organisation_kind="party_branch", basis_points=4000, in_force_from=date(today.year - 1, 1, 1),
        document="集团党委关于党费上缴比例的通知", at=at,
    )  # fmt: skip
    services.enter_opening(
        secretary, organisation_id=branch, account="bank", amount_fen=862_040, on=date(today.year, 1, 1), at=at
    )
    one = services.decide_use(
        secretary, key=_key("use", branch), organisation_id=branch, purpose="use_study_material", amount_fen=128_000,
        text="为三个班组订阅党刊和学习资料", meeting="支部委员会", decided_on=today - timedelta(days=9), present=5,
        at=at,
    )  # fmt: skip
    services.pay_use(deputy, use_id=one.pk, at=at)
    if today.month > 6:
        sheet = services.draw_remittance(
            secretary, organisation_id=branch, first_month=date(today.year, 1, 1), last_month=date(today.year, 6, 1),
            at=at,
        )  # fmt: skip
        services.send_remittance(deputy, remittance_id=sheet.pk, at=at)
    services.publish_year(secretary, organisation_id=branch, year=today.year - 1, at=at)
