"""Two hundred rounds by chance: the log computed again agrees with the result that stands."""

from datetime import timedelta
from io import StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from tests.factories.quiz import KINDS, RIGHT, WRONG, a_round, log
from tests.world import NOW, add_member
from zhibu.questions.models import Question as BankQuestion
from zhibu.quiz.enums import Mode, Policy, State
from zhibu.quiz.models import Question, Round, Score, Window
from zhibu.quiz.services.results import finish, replay

HOUR = timedelta(hours=1)


def a_random_round(world, people, seed):
    """Some answers of some people in some windows, with times and claims by chance; then the end."""
    random = Random(seed)  # noqa: S311 (invented rounds)
    round_ = Round.objects.create(
        organisation=world.branch_a, title=f"{seed}", mode=random.choice(Mode.values), seconds=20,
        policy=random.choice(Policy.values), pass_mark=random.randint(1, 5), starts_at=NOW, state=State.RUNNING,
        created_by="Alice", created_at=NOW,
    )  # fmt: skip
    template = Round.objects.get(title="样板")
    Question.objects.bulk_create(
        Question(round=round_, number=q.number, sheet=q.sheet, opens_at=NOW, closes_at=NOW + 20 * timedelta(seconds=1))
        for q in template.questions.all()
    )
    Window.objects.create(round=round_, number=1, opens_at=NOW + HOUR, closes_at=NOW + 2 * HOUR)
    lines = [(p, random.randint(0, 1), q) for p in people for q in RIGHT if random.random() < 0.8]
    windows = {p.pk: w for p, w, _ in lines}
    random.shuffle(lines)
    for number, (person, _w, q) in enumerate(lines, 1):
        log(round_, person, q, random.choice([RIGHT[q], WRONG[q]]), number=number, after=random.uniform(0.05, 20),
            claim=random.choice([None, random.randrange(20_000_000)]), rtt=random.randrange(500_000),
            window=windows[person.pk])  # fmt: skip
    finish(round_, at=NOW + 3 * HOUR)
    return round_


def test_two_hundred_random_rounds_agree_with_their_logs(world):
    a_round(world, title="样板", kinds=KINDS, sealed=False)
    people = [
        world.person("alice"),
        world.person("bob"),
        *(add_member(world, f"p{n}", world.branch_a) for n in range(3)),
    ]
    made = [a_random_round(world, people, seed) for seed in range(200)]
    BankQuestion.objects.update(stem="改过", key=2)
    assert {round_.pk: found for round_ in made if (found := replay(round_.pk))} == {}
    assert Score.objects.filter(is_first=True).exists()
    assert Score.objects.exclude(time_ms=0).exists()


def test_the_command_says_that_they_agree_or_what_differs(world):
    round_ = a_round(world)
    log(round_, world.person("bob"), 1, RIGHT[1], number=1)
    finish(round_, at=NOW + 2 * HOUR)
    said = StringIO()
    call_command("quiz", "replay", str(round_.pk), stdout=said)
    assert said.getvalue() == "The log and the result agree.\n"
    Score.objects.update(right=4)
    with pytest.raises(CommandError, match="score"):
        call_command("quiz", "replay", str(round_.pk))
    with pytest.raises(CommandError, match="no round"):
        call_command("quiz", "replay", "999999")
