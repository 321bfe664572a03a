"""Results as they are shown, and one's own questions to learn. No list holds anybody who did not take part."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import names
from zhibu.questions.api import is_right
from zhibu.quiz.enums import OVER, Mode, State
from zhibu.quiz.errors import NoSuchQuizQuestion, WrongRoundState
from zhibu.quiz.models import Answer, Entrant, First, Missed, Question, Round, Score
from zhibu.quiz.queries.log import log_of, names_of, sheet_of
from zhibu.quiz.queries.rounds import get_round, may_host, questions_of
from zhibu.quiz.rules.answers import in_words

FEW = 3  # a team below this says who answered what; it is left out


@dataclass(frozen=True, slots=True)
class Asked:
    """A question after the round: what was right, who was first in each window, and one's own answer."""

    number: int
    sheet: dict[str, Any]
    right: str
    firsts: list[tuple[int, str, int]]
    mine: str
    mine_is_right: bool | None


@dataclass(frozen=True, slots=True)
class Result:
    """The result page. `scores` is for hosts: everybody who took part, by name, in no order of merit."""

    round: Round
    people: int
    winners: list[tuple[int, str, int]]
    asked: list[Asked]
    mine: Score | None
    chart: Chart | None
    teams: list[tuple[str, int, float]] = field(default_factory=list)
    scores: list[tuple[str, Score]] = field(default_factory=list)
    hosting: bool = False


def result(viewer: Viewer, round_id: int) -> Result:
    """The result of a round that is over: published, or for its host, or for whoever was in it."""
    round_ = get_round(viewer, round_id)
    hosting = may_host(viewer, round_)
    if round_.state not in OVER or (round_.state == State.ENDED and not hosting):
        raise WrongRoundState
    scores = list(Score.objects.filter(round=round_))
    known = names_of([score.person_id for score in scores])
    winners = [(s.window, known[s.person_id], s.right) for s in scores if s.is_first]
    return Result(
        round_, len(scores), sorted(winners), _asked(viewer, round_, known),
        next((s for s in scores if s.person_id == viewer.person_id), None), _chart(round_, scores),
        _teams(round_, scores), sorted((known[s.person_id], s) for s in scores) if hosting else [], hosting,
    )  # fmt: skip


def _asked(viewer: Viewer, round_: Round, known: dict[int, str]) -> list[Asked]:
    mine = {x.question: x.answer for x in log_of(round_.pk, person_id=viewer.person_id or 0)}
    firsts: dict[int, list[tuple[int, str, int]]] = {}
    for first in First.objects.filter(round=round_).order_by("question", "window"):
        firsts.setdefault(first.question, []).append((first.window, known[first.person_id], first.time_ms))
    found = []
    for question in questions_of(round_):
        sheet, answered = sheet_of(question), question.number in mine
        said = mine.get(question.number)
        found.append(Asked(
            question.number, question.sheet, in_words(question.sheet, sheet.key), firsts.get(question.number, []),
            in_words(question.sheet, said) if answered else "", is_right(sheet, said) if answered else None,
        ))  # fmt: skip
    return found


def _chart(round_: Round, scores: list[Score]) -> Chart | None:
    """How many people had how many right: the only picture of the whole, without names."""
    if not scores:
        return None
    total = round_.questions.count()
    counts = [sum(score.right == right for score in scores) for right in range(total + 1)]
    labels = [_("答对 %d 题") % right for right in range(total + 1)]
    as_of = f"{local_date(round_.ended_at):%Y-%m-%d}" if round_.ended_at else ""
    people = [Series(_("人数"), counts)]
    return Chart(_("答对题数的分布"), "bar", labels, people, source=_("本场答题记录"), as_of=as_of, unit=_("人"))


def _teams(round_: Round, scores: list[Score]) -> list[tuple[str, int, float]]:
    """Name, how many took part, right answers a person: for a round of teams with enough people in each."""
    if round_.mode != Mode.TEAM:
        return []
    team = dict(Entrant.objects.filter(round=round_).values_list("person_id", "team_id"))
    right: dict[int, list[int]] = {}
    for score in scores:
        if of := team.get(score.person_id):
            right.setdefault(of, []).append(score.right)
    called = names(right)
    rows = [(called[of], len(all_), sum(all_) / len(all_)) for of, all_ in right.items() if len(all_) >= FEW]
    return sorted(rows, key=lambda row: (-row[2], row[0]))


def missed(viewer: Viewer) -> QuerySet[Missed]:
    """What the viewer himself has still to learn, oldest first; of rounds that are over."""
    own = Missed.objects.filter(person_id=viewer.person_id or 0, known_at=None, round__state__in=OVER)
    return own.select_related("round").order_by("missed_at", "pk")


def missed_sheets(viewer: Viewer) -> list[tuple[Missed, Question]]:
    """The same with their questions."""
    rows = list(missed(viewer)[:100])
    wanted = Q(pk__in=[])
    for row in rows:
        wanted |= Q(round_id=row.round_id, number=row.question)
    questions = {(q.round_id, q.number): q for q in Question.objects.filter(wanted)}
    return [(row, questions[row.round_id, row.question]) for row in rows if (row.round_id, row.question) in questions]


def practice_question(viewer: Viewer, round_id: int, number: int) -> Question:
    """A question to practise with: of a published round, or one that the viewer himself has missed."""
    round_ = get_round(viewer, round_id)
    own = Missed.objects.filter(person_id=viewer.person_id or 0, round=round_, question=number).exists()
    if round_.state != State.PUBLISHED and not (own and round_.state in OVER):
        raise WrongRoundState
    found = Question.objects.filter(round=round_, number=number).first()
    if found is None:
        raise NoSuchQuizQuestion
    return found


def answered_count(round_: Round) -> int:
    """How many people have answered at least one question."""
    return Answer.objects.filter(round=round_).values("person_id").distinct().count()


def next_number(question: Question) -> int:
    """The number of the question after this one, or 0."""
    after = Question.objects.filter(round_id=question.round_id, number__gt=question.number)
    return int(after.values_list("number", flat=True).first() or 0)
