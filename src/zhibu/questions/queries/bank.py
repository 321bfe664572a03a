"""Which questions a keeper sees: his organisation's, those above it, and those below."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, organisations, within
from zhibu.organisations.enums import LIVING, PostTitle
from zhibu.questions.enums import State
from zhibu.questions.errors import NoSuchImport, NoSuchQuestion
from zhibu.questions.models import Question, QuestionImport, Tag
from zhibu.questions.rules.likeness import Likeness

KEEPERS = (*BRANCH_OFFICERS, PostTitle.PUBLICITY_MEMBER, Role.PARTY_AFFAIRS)
SYSTEM = Viewer.system("questions")


def bank(viewer: Viewer, *, to: str = "see") -> QuerySet[Question]:
    """Questions that the viewer keeps; to see, also those in use that come down from above."""
    paths = viewer.paths(KEEPERS)
    scope = within(paths, field="organisation__path")
    if to == "see":
        above = {ancestor for path in paths for ancestor in ancestor_paths(path)}
        scope |= Q(organisation__path__in=above, state=State.REVIEWED)
    return Question.objects.filter(scope).select_related("organisation").order_by("-written_at", "-pk")


def get_question(viewer: Viewer, pk: int, *, to: str = "see") -> Question:
    """One question, or NoSuchQuestion alike for missing and forbidden."""
    found = bank(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchQuestion
    return found


def keeps(viewer: Viewer, organisation_id: int) -> str:
    """The tree path of an organisation whose bank the viewer keeps. Raises NoSuchQuestion."""
    found = organisations(SYSTEM).filter(pk=organisation_id).values_list("path", flat=True).first()
    if found is None or not viewer.holds(KEEPERS, found):
        raise NoSuchQuestion
    return str(found)


def banks(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, short name) of the living organisations whose bank the viewer keeps, in tree order; none raises."""
    rows = organisations(SYSTEM).filter(within(viewer.paths(KEEPERS)), state__in=LIVING).exclude(kind="party_group")
    found = list(rows.order_by("path").values_list("pk", "short_name"))
    if not found:
        raise NoSuchQuestion
    return found


def stems_over(path: str) -> dict[int, str]:
    """Stems by id of the questions that a bank at `path` would hold beside: its own and those above, not retired."""
    rows = Question.objects.filter(organisation__path__in=ancestor_paths(path)).exclude(state=State.RETIRED)
    return dict(rows.values_list("pk", "stem"))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list of questions is narrowed by; empty means any."""

    text: str = ""
    kind: str = ""
    state: str = ""
    tag: str = ""
    difficulty: str = ""


def search(viewer: Viewer, wanted: Wanted) -> QuerySet[Question]:
    """The bank narrowed. Without a state, what is retired stays out."""
    rows = bank(viewer)
    rows = rows.filter(state=wanted.state) if wanted.state else rows.exclude(state=State.RETIRED)
    exact = {"kind": wanted.kind, "tags__name": wanted.tag, "difficulty": wanted.difficulty}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    return rows.filter(stem__icontains=wanted.text) if wanted.text else rows


def tags_of(viewer: Viewer) -> list[str]:
    """Tags of the bank, the most used first, at most forty."""
    mine = bank(viewer).exclude(state=State.RETIRED).order_by().values("pk")
    rows = Tag.objects.filter(question__in=mine).values("name").annotate(n=Count("pk"))
    return list(rows.order_by("-n", "name").values_list("name", flat=True)[:40])


def waiting(viewer: Viewer) -> QuerySet[Question]:
    """Drafts that the viewer may review: those of others, not sent back, oldest first."""
    rows = bank(viewer, to="keep").filter(state=State.DRAFT, remark="")
    return rows.exclude(written_by_id=viewer.person_id or 0).prefetch_related("tags").order_by("written_at", "pk")


def versions_of(viewer: Viewer, question: Question) -> QuerySet[Question]:
    """All versions of a question, newest first."""
    return bank(viewer).filter(series=question.series).order_by("-version")


def alike(question: Question) -> list[Question]:
    """Other questions beside it that ask the same or nearly the same."""
    near = Likeness()
    series = question.series
    rows = Question.objects.filter(organisation__path__in=ancestor_paths(question.organisation.path))
    beside = {row.pk: row for row in rows.exclude(state=State.RETIRED).exclude(series=series).defer("options")}
    for pk, row in beside.items():
        near.add(pk, row.stem)
    found = near.same(question.stem) or near.near(question.stem)
    return [beside[found]] if found else []


def get_import(viewer: Viewer, pk: int) -> QuestionImport:
    """One upload, or NoSuchImport alike for missing and forbidden."""
    scope = within(viewer.paths(KEEPERS), field="organisation__path")
    found = QuestionImport.objects.filter(scope, pk=pk).select_related("organisation").first()
    if found is None:
        raise NoSuchImport
    return found
