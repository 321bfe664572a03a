"""Reads about organisations, each with its viewer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import reduce
from operator import or_
from typing import cast

from django.db.models import F, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import ABOVE_DOES, BRANCH_KINDS, LIVING, Change, Limit, RenewalStage, State
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.organisations.models import (
    AffiliatedBody,
    LimitRule,
    Organisation,
    OrganisationEvent,
    Renewal,
    RenewalStep,
    TermRule,
)
from zhibu.organisations.rules import Term

STAFF = ("party_affairs",)
MANAGERS = ("secretary", "deputy_secretary", "party_affairs", "organization_member")
READERS = (*MANAGERS, "superior", "committee_member", "publicity_member", "discipline_member", "audit_admin")


def organisations(viewer: Viewer, *, to: str = "see") -> QuerySet[Organisation]:
    """The organisations a viewer may see (his own branch, its committee, what his roles cover) or manage.

    To "shape" one (rename, move, close, record its election) a post on the level above is needed; for the top, staff.
    """
    if to == "shape":
        return cast("QuerySet[Organisation]", Organisation.objects.filter(_shapeable(viewer)))
    scope = within(viewer.paths(MANAGERS if to == "manage" else READERS))
    if to == "see" and viewer.branch_path:
        scope |= Q(path__in=ancestor_paths(viewer.branch_path))
    return cast("QuerySet[Organisation]", Organisation.objects.filter(scope).select_related("merged_into"))


def _shapeable(viewer: Viewer) -> Q:
    below = (Q(path__startswith=path) & ~Q(path=path) for path in viewer.paths(MANAGERS))
    return reduce(or_, below, within(viewer.paths(STAFF)) & Q(depth=1))


def get_organisation(viewer: Viewer, pk: int, *, to: str = "see") -> Organisation:
    """One organisation, or NoSuchOrganisation alike for missing and forbidden."""
    found = organisations(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchOrganisation
    return found


def branches(viewer: Viewer, *, to: str = "see") -> QuerySet[Organisation]:
    """Living branches among them, in tree order."""
    return organisations(viewer, to=to).filter(kind__in=BRANCH_KINDS, state=State.ACTIVE).order_by("path")


def provinces(paths: Iterable[str]) -> dict[str, str]:
    """Path → the province of that organisation, else of the nearest above that has one; "" for none."""
    own = dict(Organisation.objects.exclude(province="").values_list("path", "province"))
    return {
        path: next((own[one] for one in sorted(ancestor_paths(path), key=len, reverse=True) if one in own), "")
        for path in paths
    }


def within(paths: tuple[str, ...], *, field: str = "path") -> Q:
    """A condition "on one of these nodes or below"; no path gives a condition that nothing meets.

    A range, because an index answers it whatever the collation; paths are capital letters and digits.
    """
    spans = [Q(**{f"{field}__range": (path, path + _LAST)}) for path in paths]
    return reduce(or_, spans) if spans else Q(pk__in=[])


_LAST = "Z" * Organisation.steplen


def ancestor_paths(path: str) -> list[str]:
    """The path itself and those above it."""
    step = Organisation.steplen
    return [path[:end] for end in range(step, len(path) + 1, step)]


def tree(viewer: Viewer, *, with_closed: bool = False) -> QuerySet[Organisation]:
    """What the viewer sees, in the order of the tree."""
    found = organisations(viewer).order_by("path")
    return found if with_closed else found.filter(state__in=(*LIVING, State.DRAFT, State.APPLIED, State.APPROVED))


@dataclass(frozen=True, slots=True)
class Node:
    """An organisation as the tree shows it. `is_open` when it lies on the viewer's own way."""

    organisation: Organisation
    term: Term | None
    is_open: bool
    below: list["Node"] = field(default_factory=list)


def forest(viewer: Viewer, *, with_closed: bool, today: date) -> list[Node]:
    """What the viewer sees of the tree, each organisation under the nearest one above that he sees."""
    top: list[Node] = []
    way: list[Node] = []
    for organisation in tree(viewer, with_closed=with_closed):
        own = bool(viewer.branch_path) and viewer.branch_path.startswith(organisation.path)
        node = Node(organisation, term_of(organisation, today), own)
        while way and not organisation.path.startswith(way[-1].organisation.path):
            way.pop()
        (way[-1].below if way else top).append(node)
        way.append(node)
    return top


def choices(viewer: Viewer, *, to: str = "manage", kinds: Iterable[str] = ()) -> list[tuple[int, str]]:
    """(id, short name) of living organisations in tree order, deeper ones set in; for choosing one in a form."""
    found = organisations(viewer, to=to).filter(state__in=LIVING).order_by("path")
    if wanted := tuple(kinds):
        found = found.filter(kind__in=wanted)
    rows = list(found.values_list("pk", "short_name", "depth"))
    top = min((depth for _, _, depth in rows), default=1)
    return [(pk, "　" * (depth - top) + name) for pk, name, depth in rows]


def names(pks: Iterable[int]) -> dict[int, str]:
    """Short names by id; organisation names are public (rules.md 10.2, class D)."""
    return dict(Organisation.objects.filter(pk__in=set(pks)).values_list("pk", "short_name"))


def approved(pks: Iterable[int]) -> set[int]:
    """Which of these have a recorded approval of their setting up or of their kind (rules.md 1.1)."""
    decided = OrganisationEvent.objects.filter(
        organisation__in=list(pks), change__in=[Change.FOUNDED, Change.KIND_CHANGED]
    )
    return set(decided.exclude(document="").values_list("organisation_id", flat=True))


def history(organisation: Organisation) -> QuerySet[OrganisationEvent]:
    """What happened to it, the latest first."""
    return OrganisationEvent.objects.filter(organisation=organisation).order_by("-happened_on", "-pk")


def bodies(organisation: Organisation) -> QuerySet[AffiliatedBody]:
    """Bodies beside a committee, those in being first."""
    found = AffiliatedBody.objects.filter(committee=organisation)
    return found.order_by(F("dissolved_on").desc(nulls_first=True), "kind")


def get_body(viewer: Viewer, pk: int) -> AffiliatedBody:
    """A body of a committee that the viewer manages."""
    managed = organisations(viewer, to="manage").values("pk")
    found = AffiliatedBody.objects.select_related("committee").filter(pk=pk, committee__in=managed).first()
    if found is None:
        raise NoSuchOrganisation
    return found


def term_years(kind: str, day: date) -> int | None:
    """How long a body elected on `day` sits; None when no rule of that day is known."""
    rules = TermRule.objects.filter(kind=kind, in_force_from__lte=day).order_by("-in_force_from")
    return rules.values_list("years", flat=True).first()


def limits(code: Limit, day: date) -> list[int]:
    """The numbers of a limit in force on `day`, smallest first."""
    rules = LimitRule.objects.filter(code=code, in_force_from__lte=day)
    latest = rules.aggregate(latest=Max("in_force_from"))["latest"]
    return sorted(rules.filter(in_force_from=latest).values_list("number", flat=True))


def limit(code: Limit, day: date) -> int:
    """The one number of a limit in force on `day`."""
    return limits(code, day)[0]


def limits_in_force(day: date) -> dict[str, int]:
    """All limits at once, for alerts; of `remind_days_before` the smallest."""
    rows = LimitRule.objects.filter(in_force_from__lte=day).order_by("in_force_from", "-number")
    return dict(rows.values_list("code", "number"))


def terms() -> QuerySet[Organisation]:
    """Running organisations that sit for a term."""
    return cast(
        "QuerySet[Organisation]",
        Organisation.objects.filter(state=State.ACTIVE, elected_on__isnull=False).order_by("path"),
    )


def term_of(organisation: Organisation, today: date, *, red_days: int = 365) -> Term | None:
    """Where its term stands; None when it was never elected."""
    due = organisation.due_on
    return Term(organisation.elected_on, due, today, red_days) if organisation.elected_on and due else None


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Terms within half a year of their end or over, among what the viewer manages; the most pressing five."""
    today = local_date(at)
    managed = organisations(viewer, to="manage").filter(pk__in=terms().values("pk"))
    pressing = [(term, node) for node in managed if (term := term_of(node, today)) and term.tone]
    pressing.sort(key=lambda pair: pair[0].due_on)
    return [_todo(term, node) for term, node in pressing[:5]]


def _todo(term: Term, node: Organisation) -> Todo:
    if term.days_over:
        sentence = _("%(name)s换届已超期 %(days)d 天，请尽快筹备或报批延期。")
    else:
        sentence = _("%(name)s任期还有 %(days)d 天届满，请着手筹备换届。")
    said = sentence % {"name": node.short_name, "days": abs(term.days_left)}
    url, weight = reverse("organisations:renewal", args=[node.pk]), 2 if term.days_over else 6
    return Todo(sentence=said, verb=_("看换届进度"), url=url, weight=weight)


@dataclass(frozen=True, slots=True)
class Rights:
    """What the viewer may do with an organisation."""

    manage: bool
    shape: bool


def rights(viewer: Viewer, organisation: Organisation) -> Rights:
    """Managing and shaping, without asking the database."""
    parent_path = organisation.path[: -Organisation.steplen]
    shape = viewer.holds(MANAGERS, parent_path) if parent_path else viewer.holds(STAFF, organisation.path)
    return Rights(manage=viewer.holds(MANAGERS, organisation.path), shape=shape)


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a renewal as the page shows it."""

    name: str
    state: str
    who: str
    note: str = ""
    since: None = None  # days, not moments: the day stands beside who did it


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a renewal is: `following` is the next step's number, 0 when all are done."""

    due_on: date | None
    steps: list[Step]
    following: int
    may_take: bool


def renewal_of(viewer: Viewer, organisation: Organisation) -> Progress:
    """The renewal that goes on, the last one while its term has not come near its end, or one that has not begun."""
    found = Renewal.objects.filter(organisation=organisation).order_by("-due_on").first()
    if found and found.finished_on and not _is_latest(found, organisation):
        found = None
    done = {step.number: step for step in found.steps.all()} if found else {}
    following = next((stage.value for stage in RenewalStage if stage not in done), 0)
    may = rights(viewer, organisation)
    may_take = bool(following) and (may.shape if following in ABOVE_DOES else may.manage)
    steps = [_step(stage, done.get(stage.value), stage == following) for stage in RenewalStage]
    return Progress(found.due_on if found else organisation.due_on, steps, following, may_take)


def _is_latest(renewal: Renewal, organisation: Organisation) -> bool:
    """Whether a finished renewal is still the latest news: until half a year before the new term ends."""
    due = organisation.due_on
    return due is None or renewal.finished_on is None or (due - renewal.finished_on).days > 180


def _step(stage: RenewalStage, done: RenewalStep | None, is_next: bool) -> Step:
    whose = _("上级党组织") if stage in ABOVE_DOES else _("本支部")
    if done is None:
        return Step(str(stage.label), "now" if is_next else "later", whose)
    note = " · ".join(part for part in (done.document, done.note) if part)
    return Step(str(stage.label), "done", f"{whose} · {done.happened_on.isoformat()}", note)


def above(organisation: Organisation) -> QuerySet[Organisation]:
    """The organisations above it, the top first."""
    paths = ancestor_paths(organisation.path)[:-1]
    return cast("QuerySet[Organisation]", Organisation.objects.filter(path__in=paths).order_by("path"))
