"""Who is measured how under a scheme: away by right in a quarter, left out by decision of the branch."""

from dataclasses import dataclass

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people, roll
from zhibu.points.errors import NoSuchScheme
from zhibu.points.models import Absence, Exclusion, Scheme
from zhibu.points.queries.schemes import MANAGERS, get_scheme


@dataclass(frozen=True, slots=True)
class Measured:
    """A scheme with what was decided about the members whose record the viewer keeps."""

    scheme: Scheme
    people: list[tuple[int, str]]
    absences: list[Absence]
    exclusions: list[Exclusion]


def measured(viewer: Viewer, scheme_id: int) -> Measured:
    """Raises NoSuchScheme for who keeps nobody's record under the scheme."""
    scheme = get_scheme(viewer, scheme_id)
    kept = people(viewer, to="manage").values("pk")
    members = roll(scheme.organisation.path).filter(person__in=kept).order_by("branch__path", "person__name", "pk")
    names = [(pk, f"{branch} {name}") for pk, name, branch in members.values_list(*_COLUMNS)]
    if not viewer.paths(MANAGERS) or not names:
        raise NoSuchScheme
    absences = Absence.objects.filter(person__in=kept, year=scheme.year).select_related("person")
    exclusions = Exclusion.objects.filter(person__in=kept, scheme=scheme).select_related("person")
    return Measured(
        scheme, names, list(absences.order_by("quarter", "person__name", "pk")),
        list(exclusions.order_by("person__name", "pk")),
    )  # fmt: skip


_COLUMNS = ("person_id", "person__name", "branch__short_name")
