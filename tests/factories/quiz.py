"""Rounds as tests need them: five questions of the bank, all kinds but two, at noon in Shanghai."""

import json
from datetime import timedelta
from uuid import uuid4

from tests.factories.questions import add_question
from tests.world import NOW
from zhibu.questions.enums import Kind
from zhibu.quiz.enums import State
from zhibu.quiz.models import Question, Round
from zhibu.quiz.services.answering import Row, insert
from zhibu.quiz.services.joining import join
from zhibu.quiz.services.rounds import Plan, choose_questions, create_round, seal_round

KINDS = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.NUMBER, Kind.TEXT)
RIGHT = {1: 1, 2: [0, 2], 3: True, 4: "23", 5: "立党为公"}
WRONG = {1: 0, 2: [1], 3: False, 4: "24", 5: "立"}
BEGIN = NOW + timedelta(hours=1)


def a_round(world, *, organisation=None, sealed=True, kinds=KINDS, at=NOW, **fields):
    """A round of branch A set up by Alice: it begins in an hour, twenty seconds a question, eight to explain."""
    organisation = organisation or world.branch_a
    host = world.viewer("stella" if organisation == world.hq else "alice")
    plan = Plan(**{"title": "每晚五题", "starts_at": at + timedelta(hours=1)} | fields)
    made = create_round(host, organisation_id=organisation.pk, plan=plan, key=uuid4(), at=at)
    chosen = [add_question(organisation, kind).pk for kind in kinds]
    choose_questions(host, round_id=made.pk, question_ids=chosen, at=at)
    if sealed:
        seal_round(host, round_id=made.pk, at=at)
    made.refresh_from_db()
    return made


def opens(round_, number):
    """When a question opens."""
    return Question.objects.get(round=round_, number=number).opens_at


def entered(world, round_, *names, at=None):
    """These people have come in."""
    return [
        join(world.viewer(name), round_id=round_.pk, at=at or round_.starts_at - timedelta(minutes=1)) for name in names
    ]


def log(round_, person, question, value, *, number, after=3.0, claim=None, rtt=0, window=0):
    """A line of the log: read `after` seconds from the opening."""
    shown = int(opens(round_, question).timestamp() * 1000) * 1_000_000 if round_.starts_at else 10**18
    row = Row(
        round_.pk, question, person.pk, window, uuid4().hex, number, shown, shown + int(after * 1e9),
        claim, rtt, json.dumps(value, ensure_ascii=False),
    )  # fmt: skip
    insert([row])
    return row


def in_state(world, state, **fields):
    """A round in a state, whatever led there."""
    made = a_round(world, sealed=state != State.PLANNED, **fields)
    Round.objects.filter(pk=made.pk).update(
        state=state, ended_at=NOW if state in (State.ENDED, State.PUBLISHED) else None,
        published_at=NOW if state == State.PUBLISHED else None,
    )  # fmt: skip
    made.refresh_from_db()
    return made
