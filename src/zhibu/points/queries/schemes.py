"""Schemes, each read with its viewer."""

from datetime import date

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, within
from zhibu.points.enums import Formula, SchemeState
from zhibu.points.errors import NoSuchIndex, NoSuchScheme
from zhibu.points.models import Index, Scheme
from zhibu.points.rules.mapping import Reading
from zhibu.points.rules.reading import Row, Sheet

MANAGERS = (*BRANCH_OFFICERS, Role.PARTY_AFFAIRS)


def schemes(viewer: Viewer, *, to: str = "see") -> QuerySet[Scheme]:
    """Schemes that the viewer manages; to see, also those in force over his branch."""
    scope = within(viewer.paths(MANAGERS), field="organisation__path")
    if to == "see" and viewer.branch_path:
        over = Q(organisation__path__in=ancestor_paths(viewer.branch_path))
        scope |= over & ~Q(state=SchemeState.DRAFT)
    return Scheme.objects.filter(scope).select_related("organisation").order_by("-year", "organisation", "-version")


def get_scheme(viewer: Viewer, pk: int, *, to: str = "see") -> Scheme:
    """One scheme, or NoSuchScheme alike for missing and forbidden."""
    found = schemes(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchScheme
    return found


def get_index(viewer: Viewer, pk: int, *, to: str = "see") -> Index:
    """One index of a scheme the viewer may see or manage."""
    found = Index.objects.filter(pk=pk, scheme__in=schemes(viewer, to=to).order_by().values("pk"))
    index = found.select_related("scheme__organisation").first()
    if index is None:
        raise NoSuchIndex
    return index


def scheme_over(path: str, day: date) -> Scheme | None:
    """The scheme in force for a branch on a day: the nearest organisation's, going up. For services, not pages."""
    over = Scheme.objects.filter(year=day.year, state=SchemeState.ACTIVE, organisation__path__in=ancestor_paths(path))
    return over.select_related("organisation").order_by("-organisation__depth").first()


def sheet_of(scheme: Scheme) -> Sheet:
    """A stored scheme in the form that the lint reads."""
    sheet = Sheet(bonus_caps=scheme.bonus_caps)
    for number, index in enumerate(scheme.indexes.prefetch_related("sources").order_by("pk"), start=2):
        sheet.rows.append(_row(number, index))
    return sheet


def _row(number: int, index: Index) -> Row:
    kinds = tuple(source.kind for source in index.sources.all())
    reading = Reading(Formula(index.formula), kinds, index.step, index.needed, index.target, index.target_officers)
    return Row(
        row=number, code=index.code, aspect=index.aspect, name_zh=index.name_zh, name_en=index.name_en,
        kind=index.kind, value=index.value, cap=index.cap or None, cap_period=index.cap_period,
        settle=index.settle, evidence=index.evidence, is_self_declared=index.is_self_declared,
        review=index.review, origin=index.origin, reading=reading,
    )  # fmt: skip
