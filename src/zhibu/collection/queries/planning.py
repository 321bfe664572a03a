"""What a request would ask of whom, before it is sent: who need not be asked, how long it takes, what is too much."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, Q

from zhibu.collection.enums import ANSWERED, Audience, RequestState, SheetState, Standing, Verdict
from zhibu.collection.models import Item, Question, Request, Sheet
from zhibu.collection.queries.dictionary import Entry, Held, Words, entries, standings
from zhibu.collection.queries.results import label_of
from zhibu.collection.rules.burden import ENOUGH, MOST_ASKED, MOST_REQUESTS, Load, load, minutes
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.organisations.api import branches, within

SYSTEM = Viewer.system("collection")
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Planned:
    """One sheet to be: for a person of a branch, or for the branch."""

    branch_id: int
    person_id: int | None
    load: Load


@dataclass(frozen=True, slots=True)
class Column:
    """An item of the request over everybody: how many have it, are to confirm it, lack it."""

    question: Question
    held: int = 0
    due: int = 0
    missing: int = 0

    @property
    def entry(self) -> Entry | None:
        """What the dictionary says of it; nothing for figures and free questions."""
        return entries().get(self.question.field)

    @property
    def label(self) -> Words:
        """What it is called."""
        return label_of(self.question)

    @property
    def derived(self) -> bool:
        """Whether nobody is asked, because it follows from what the organisation records."""
        return self.entry is not None and not self.entry.about.correctable

    @property
    def already(self) -> bool:
        """Whether the platform has the column."""
        people = self.held + self.due + self.missing
        return self.derived or (people > 0 and self.held >= ENOUGH * people)


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole request: its sheets, its columns, and what speaks against sending it."""

    sheets: list[Planned]
    columns: list[Column]
    over: list[str] = field(default_factory=list)
    before: list[Request] = field(default_factory=list)

    @property
    def bothered(self) -> int:
        """How many people or branches are asked for anything."""
        return sum(bool(sheet.load.seconds) for sheet in self.sheets)

    @property
    def spared(self) -> int:
        """How many are not."""
        return len(self.sheets) - self.bothered

    @property
    def minutes(self) -> int:
        """Of everybody together."""
        return minutes(sum(sheet.load.seconds for sheet in self.sheets))

    @property
    def longest(self) -> int:
        """Minutes of the longest sheet."""
        return minutes(max((sheet.load.seconds for sheet in self.sheets), default=0))


def plan(request: Request, *, at: datetime) -> Plan:
    """What sending would mean now. The caller has been authorised for the request."""
    asked = list(request.questions.all())
    if request.audience == Audience.BRANCHES:
        sheets, columns = _for_branches(request, asked)
    else:
        sheets, columns = _for_members(request, asked, at=at)
    return Plan(sheets, columns, _over(sheets, at=at), _before(request, asked))


def _for_branches(request: Request, asked: list[Question]) -> tuple[list[Planned], list[Column]]:
    """A figure is there already and is only confirmed."""
    places = branches(SYSTEM).filter(within((request.organisation.path,)))
    free = [one for one in asked if not one.field]
    ids = list(places.values_list("pk", flat=True))
    told = answers_before(free, branch_ids=ids)
    known = [Standing.DUE] * (len(asked) - len(free))
    sheets = [Planned(pk, None, load(known, [(one.kind, (pk, one.same) in told) for one in free])) for pk in ids]
    return sheets, [_branch_column(one, told, ids) for one in asked]


def _branch_column(question: Question, told: set[tuple[int, str]], ids: list[int]) -> Column:
    if question.field:
        return Column(question, held=len(ids))
    before = sum((pk, question.same) in told for pk in ids)
    return Column(question, due=before, missing=len(ids) - before)


def _for_members(request: Request, asked: list[Question], *, at: datetime) -> tuple[list[Planned], list[Column]]:
    people = dict(roll(request.organisation.path).order_by("branch__path", "pk").values_list("person_id", "branch_id"))
    free = [one for one in asked if not one.field]
    held = standings(people, [one.field for one in asked if one.field], today=local_date(at))
    told = answers_before(free, person_ids=people)
    sheets = [
        Planned(branch, person, _load(held.get(person, {}), [(one.kind, (person, one.same) in told) for one in free]))
        for person, branch in people.items()
    ]
    return sheets, [_column(one, held, told, people) for one in asked]


def _load(held: dict[str, Held], put: list[tuple[str, bool]]) -> Load:
    return load([one.standing for one in held.values() if one.entry.about.correctable], put)


def _column(
    question: Question, held: dict[int, dict[str, Held]], told: set[tuple[int, str]], people: Iterable[int]
) -> Column:
    if not question.field:
        before = sum((person, question.same) in told for person in people)
        return Column(question, due=before, missing=len(list(people)) - before)
    counted = Counter(one[question.field].standing for one in held.values() if question.field in one)
    settled = counted[Standing.KNOWN] + counted[Standing.WAITING]
    return Column(question, settled, counted[Standing.DUE], counted[Standing.MISSING])


def answers_before(
    questions: Iterable[Question], *, person_ids: Iterable[int] = (), branch_ids: Iterable[int] = ()
) -> set[tuple[int, str]]:
    """(person or branch, question) of what was answered in an earlier request."""
    same, people, places = {one.same for one in questions}, list(person_ids), list(branch_ids)
    found: set[tuple[int, str]] = set()
    of = "sheet__person_id" if people else "sheet__branch_id"
    ids = people or places
    for start in range(0, len(ids) if same else 0, _AT_ONCE):
        part = ids[start : start + _AT_ONCE]
        rows = Item.objects.filter(question__same__in=same, verdict=Verdict.ANSWERED, **{f"{of}__in": part})
        rows = rows if people else rows.filter(sheet__person=None)
        found |= set(rows.values_list(of, "question__same"))
    return found


def _over(sheets: list[Planned], *, at: datetime) -> list[str]:
    """Which limits it breaks: "asked" too much on a sheet, "often" asked this month."""
    over = ["asked"] if any(sheet.load.asked > MOST_ASKED for sheet in sheets) else []
    bothered = {sheet.branch_id for sheet in sheets if sheet.load.seconds}
    return [*over, *(["often"] if _often(bothered, at=at) else [])]


def _often(branch_ids: set[int], *, at: datetime) -> bool:
    """Whether one of these branches has had its requests of this month."""
    month = at.astimezone(SHANGHAI).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    sent = Sheet.objects.filter(branch_id__in=branch_ids, opened_at__gte=month, seconds__gt=0, request__isnull=False)
    counted = (
        sent.exclude(request__state=RequestState.CANCELLED)
        .order_by()
        .values("branch_id")
        .annotate(n=Count("request_id", distinct=True))
    )
    return counted.filter(n__gte=MOST_REQUESTS).exists()


def _before(request: Request, asked: list[Question]) -> list[Request]:
    """Earlier requests here that asked the same questions and have answers, the latest three."""
    same = [one.same for one in asked if one.same]
    if not same:
        return []
    rows = Request.objects.filter(
        questions__same__in=same, organisation__path__startswith=request.organisation.path, audience=request.audience
    ).exclude(pk=request.pk).exclude(state__in=[RequestState.DRAFT, RequestState.CANCELLED])  # fmt: skip
    answered = Count("sheets", filter=Q(sheets__state__in=ANSWERED) & ~Q(sheets__state=SheetState.KNOWN), distinct=True)
    return list(rows.annotate(answers=answered).filter(answers__gt=0).order_by("-sent_at")[:3])
