"""Transfers of the demo: one done, one to receive, one with a letter on its way, one on hold, one that comes in."""

from datetime import date, datetime, timedelta
from uuid import UUID

from zhibu.config.demo.cast import STAGE, Cast
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.transfers import services

_KEY = "6c7f1f0a-0000-4000-8000-0000000000{:02d}"


def move(cast: Cast, *, officers: dict[int, Viewer], staff: Viewer, at: datetime) -> None:
    """Everything through the services that people use."""
    plain = [person for person in cast.branches[1].members[-6:-1] if person not in cast.branches[1].officers.values()]
    secretary = officers[cast.branches[1].officers["secretary"]]
    services.change_head(
        STAGE, committee_id=cast.committee_id, code="GZ01", address="广东省广州市示例路 1 号", phone="020-00000000",
        fax="020-00000001", postcode="510000", at=at - timedelta(days=60),
    )  # fmt: skip
    there: dict[str, str | int] = {"kind": "internal_move", "to_branch_id": cast.branches[4].id}
    out: dict[str, str | int] = {
        "kind": "cross_province_letter",
        "to_unit": "示例省示例市示例社区党支部",
        "addressee": "中共示例市示例区委组织部",
    }
    done = _ask(secretary, 1, plain[0], at - timedelta(days=30), **there)
    _approve(secretary, staff, done, at - timedelta(days=28))
    receiver = officers[cast.branches[4].officers["secretary"]]
    services.receive(receiver, transfer_id=done, at=at - timedelta(days=25))
    _approve(secretary, staff, _ask(secretary, 2, plain[1], at - timedelta(days=4), **there), at - timedelta(days=2))
    letter = _ask(secretary, 3, plain[2], at - timedelta(days=20), **out)
    _approve(secretary, staff, letter, at - timedelta(days=18))
    services.issue(staff, transfer_id=letter, valid_days=30, at=at - timedelta(days=17))
    services.depart(staff, transfer_id=letter, at=at - timedelta(days=16))
    waits = _ask(secretary, 4, plain[3], at - timedelta(days=6), **out)
    services.hold(secretary, transfer_id=waits, reason="dues_unsettled", at=at - timedelta(days=5))
    _arrive(cast, staff, at - timedelta(days=1))
    _be_away(secretary, staff, cast.branches[1].members[-8:-6], at)


def _ask(viewer: Viewer, number: int, person: int, at: datetime, **there: str | int) -> int:
    more = {"person_id": person, "ground": "unit_changed", "member_contact": "13800000000", "at": at}
    return int(services.start(viewer, key=UUID(_KEY.format(number)), **there, **more).pk)  # type: ignore[arg-type]


def _approve(secretary: Viewer, staff: Viewer, transfer_id: int, at: datetime) -> None:
    paid = (local_date(at).replace(day=1) - timedelta(days=1)).replace(day=1)
    services.confirm(secretary, transfer_id=transfer_id, paid_through=paid, at=at)
    services.approve(staff, transfer_id=transfer_id, at=at + timedelta(hours=3))


def _arrive(cast: Cast, staff: Viewer, at: datetime) -> None:
    services.register_letter(
        staff, key=UUID(_KEY.format(9)), branch_id=cast.branches[1].id, from_unit="中共邻省示例集团委员会",
        letter_number="LS01-2026-0007", letter_issued_on=local_date(at) - timedelta(days=8), letter_valid_days=30,
        name="周新程", citizen_id="", ethnicity="汉族", mobile="13800000000", joined_on=date(2012, 7, 1),
        full_on=date(2013, 7, 1), at=at,
    )  # fmt: skip


def _be_away(secretary: Viewer, staff: Viewer, people: list[int], at: datetime) -> None:
    """Somebody on a project with a card, somebody studying abroad whom the branch should call."""
    day = local_date(at)
    ways = (("mobile", people[0], "成都项目部", 20, 120), ("abroad", people[1], "德国慕尼黑", 190, 540))
    for number, (kind, person, place, since, until) in enumerate(ways, 20):
        stay = services.ask_stay(
            secretary, key=UUID(_KEY.format(number)), kind=kind, person_id=person, place=place, reason="外派工作",
            contact="13800000000", starts_on=day - timedelta(days=since), ends_on=day + timedelta(days=until),
            cannot_move="项目不固定", at=at - timedelta(days=since),
        )  # fmt: skip
        services.issue_stay(staff, stay_id=stay.pk, at=at - timedelta(days=since))
