"""The knowledge contest: two rounds that are over, one that begins two minutes after the demo is there."""

import json
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from zhibu.config.demo.cast import Branch, Cast, as_viewer
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import PostTitle
from zhibu.organisations.models import Organisation
from zhibu.quiz import api as quiz
from zhibu.quiz.enums import Mode, Policy
from zhibu.quiz.models import Question, Round
from zhibu.quiz.services.answering import Row, insert, nanoseconds
from zhibu.quiz.services.conducting import conduct
from zhibu.quiz.services.joining import join

SOON = timedelta(minutes=3)  # loading takes one of them
PLAYERS = 24
REWARD = "每题最先答对者得书签一枚"


def arrange(cast: Cast, accounts: dict[str, int], officers: dict[int, Viewer], random: Random, *, at: datetime) -> None:
    """The stage branch has played twice this week and plays again in two minutes; every evening at eight is set."""
    stage = cast.branches[1]
    secretary = officers[stage.officers[PostTitle.SECRETARY]]
    for days, mode, policy in ((3, Mode.BUZZ_IN, Policy.ARRIVAL), (1, Mode.TEAM, Policy.REACTION)):
        plan = quiz.Plan(
            title="每晚五题", mode=mode, policy=policy, reward_note=REWARD, starts_at=at - timedelta(days=days)
        )
        _play(_sealed(secretary, stage, plan, random, at - timedelta(days=days, hours=1)), stage, accounts, random)
    tonight = quiz.Plan(
        title="现在试一试：五题抢答", reward_note=REWARD, starts_at=at + SOON,
        windows=((at + timedelta(hours=6), at + timedelta(hours=10)),),
    )  # fmt: skip
    _sealed(secretary, stage, tonight, random, at)
    quiz.set_evening(
        secretary, organisation_id=stage.id, plan=quiz.EveningPlan(title="每晚五题", reward_note=REWARD), at=at
    )


def _sealed(secretary: Viewer, stage: Branch, plan: quiz.Plan, random: Random, at: datetime) -> Round:
    key = UUID(int=random.getrandbits(128), version=4)
    made = quiz.create_round(secretary, organisation_id=stage.id, plan=plan, key=key, at=at)
    quiz.pick_questions(secretary, round_id=made.pk, count=5, seed=random.random().hex(), at=at)
    return quiz.seal_round(secretary, round_id=made.pk, at=at)


def _play(round_: Round, stage: Branch, accounts: dict[str, int], random: Random) -> None:
    """Two dozen answer, the visitor's member among them; most know most."""
    begins = round_.starts_at or round_.created_at
    member = as_viewer(accounts["member"])
    players = [member.person_id or 0, *[p for p in stage.members[8:] if p != member.person_id][: PLAYERS - 1]]
    for person in players:
        join(_member(stage, person), round_id=round_.pk, at=begins - timedelta(minutes=2))
    moment: datetime | None = begins
    for question in round_.questions.order_by("number"):
        _answer(round_, question, players, random)
    while moment:
        moment = conduct(round_id=round_.pk, at=moment)
    round_.refresh_from_db()
    quiz.publish_round(Viewer.system("demo"), round_id=round_.pk, at=round_.ended_at or begins)


def _member(stage: Branch, person: int) -> Viewer:
    """A member without an account, as he would stand before the page."""
    paths = dict(Organisation.objects.filter(pk__in=[stage.id, *stage.groups]).values_list("pk", "path"))
    group = next(group for group, people in stage.in_group.items() if person in people)
    return Viewer(
        person_id=person, branch_id=stage.id, branch_path=paths[stage.id], group_path=paths[group], is_member=True,
        category="full",
    )  # fmt: skip


def _answer(round_: Round, question: Question, players: list[int], random: Random) -> None:
    """One question: everybody within the time, in the order of arrival."""
    times = sorted((random.uniform(2.5, 15), person) for person in players if random.random() < 0.93)
    shown = nanoseconds(question.opens_at or round_.created_at)
    key, options = question.sheet["key"], question.sheet["options"]
    insert([
        Row(
            round_.pk, question.number, person, 0, f"{random.getrandbits(96):x}", question.number * 1000 + place,
            shown, shown + int(after * 1e9), int((after - 0.05) * 1e6), 40_000,
            json.dumps(key if random.random() < 0.75 else _wrong(key, options, random), ensure_ascii=False),
        )
        for place, (after, person) in enumerate(times)
    ])  # fmt: skip


def _wrong(key: object, options: list[str], random: Random) -> object:
    if isinstance(key, bool):
        return not key
    if isinstance(key, int):
        return random.choice([place for place in range(len(options)) if place != key])
    return list(reversed(key)) if isinstance(key, list) else "1"
