"""The whole demo organisation, step by step, in one transaction: all of it or nothing."""

from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from zhibu.config.demo import (
    bank,
    board,
    chats,
    collecting,
    evening,
    hall,
    letters,
    moves,
    paying,
    scores,
    talking,
    today,
    visitors,
    year,
)
from zhibu.config.demo import cast as people
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.members.models import Account
from zhibu.organisations.enums import PostTitle
from zhibu.organisations.models import Organisation

SEED = 20260701
Progress = Callable[[str, int, int], None]


def is_loaded() -> bool:
    """Whether this database already holds an organisation; the demo is never laid over a real one."""
    return bool(Organisation.objects.exists())


@transaction.atomic
def load(*, at: datetime, progress: Progress) -> dict[str, int]:
    """Load everything; returns account ids by sign-in name. The same day gives the same organisation."""
    random, day = Random(SEED), local_date(at)  # noqa: S311 (invented people, not secrets)
    start = at - timedelta(days=(day - add_months(day, -13)).days)
    progress("组织", 0, 1)
    cast = people.found(at=start)
    progress("党员和职工", 0, 1)
    people.enrol(cast, random, at=start)
    people.give_posts(cast, on=local_date(start), at=start)
    people.admit_some(cast, random, first=local_date(start))
    accounts = people.open_accounts(cast, at=start)
    officers = _officers(cast, start)
    scheme = scores.begin(cast, today=day)
    _hold_all(cast, officers, random, at, progress)
    people.convert_some(cast, today=day)
    people.renew(cast, today=day, at=at)
    scores.declare(cast, scheme, random, now=at, tick=lambda: progress("积分申报", 0, 1))
    settlement = scores.settle(cast, scheme, now=at)
    member = people.as_viewer(accounts["member"])
    scores.object_once(settlement, member, random, now=at)
    scores.choose_star(cast.branches[1], officers, accounts, now=at)
    today.arrange(cast, officers, random, at=at)
    chats.talk(cast, officers, random, at=at)
    staff, head = people.as_viewer(accounts["staff"]), people.as_viewer(_account(cast.head, start))
    bank.fill(cast, staff=staff, reviewer=head, at=at)
    today.answer(accounts, cast, officers, at=at)
    _serve(cast, accounts, officers, at=at)
    evening.arrange(cast, accounts, officers, random, at=at)
    return accounts


def _serve(cast: people.Cast, accounts: dict[str, int], officers: dict[int, Viewer], *, at: datetime) -> None:
    """Something alive at every desk: talks, dues, requests, transfers, cases, visitors, letters, advice."""
    who = {name: people.as_viewer(account) for name, account in accounts.items()}
    member, secretary, staff = who["member"], who["secretary"], who["staff"]
    deputy = officers[cast.branches[1].officers[PostTitle.DEPUTY_SECRETARY]]
    talking.meet(cast, secretary=secretary, member=member, others=[who["leader"]], at=at)
    paying.pay(cast, secretary=secretary, deputy=deputy, member=member, staff=staff, at=at)
    collecting.ask(cast, staff=staff, member=member, secretary=secretary, officers=officers, at=at)
    moves.move(cast, officers=officers, staff=staff, at=at)
    hall.open_hall(cast, accounts, deputy=deputy, at=at)
    visitors.receive(cast.committee_id, staff=staff, steward=who["employee"], guide=member, at=at)
    letters.write(cast, accounts, at=at)
    writers = [*who.values(), *officers.values()][:15]
    board.collect(cast.committee_id, staff=staff, officer=who["leader"], people=writers, at=at)


def _officers(cast: people.Cast, at: datetime) -> dict[int, Viewer]:
    """Secretaries and deputies sign in and act for themselves."""
    found = {}
    for branch in cast.branches:
        for title in (PostTitle.SECRETARY, PostTitle.DEPUTY_SECRETARY):
            person = branch.officers[title]
            found[person] = people.as_viewer(_account(person, at))
    return found


def _account(person: int, at: datetime) -> int:
    there = Account.objects.filter(person_id=person).first()
    made = there or members.create_account(
        people.STAGE, person_id=person, username=f"officer{person}", password=people.PASSWORD, at=at
    )
    return int(made.pk)


def _hold_all(cast: people.Cast, officers: dict[int, Viewer], random: Random, at: datetime, progress: Progress) -> None:
    meetings = year.plan(cast, today=local_date(at))
    for number, meeting in enumerate(meetings):
        year.hold(meeting, officers, random)
        progress("十二个月的活动", number + 1, len(meetings))
