"""The list of people for those who keep or read records, as it is searched and filtered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import COUNTED
from zhibu.members.models import Person
from zhibu.members.models.person import citizen_id_index
from zhibu.members.queries.people import READERS, covers_employees
from zhibu.members.rules.text import mobile_number, person_name, squeezed
from zhibu.organisations.api import within

COLUMNS = (
    "name", "employee_number", "mobile", "citizen_id_mask", "work_post", "membership__category",
    "membership__status", "membership__joined_on", "membership__is_lost", "membership__is_mobile",
    "membership__branch__short_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """What the list is filtered by. `status` "" is those on the roll; "employee" people without membership."""

    text: str = ""
    branch_id: int | None = None
    category: str = ""
    status: str = ""
    mark: str = ""


def directory(viewer: Viewer, sought: Sought) -> QuerySet[Person]:
    """People by branch and name; only the columns that the list shows are read. Raises NotFound without a role."""
    paths = viewer.paths(READERS)
    if not paths:
        raise NotFound
    rows = Person.objects.filter(_status(viewer, sought.status, paths), _filters(sought))
    if sought.text:
        rows = rows.filter(_matching(sought.text))
    return rows.select_related("membership__branch").only(*COLUMNS).order_by("membership__branch__path", "name", "pk")


def _status(viewer: Viewer, status: str, paths: tuple[str, ...]) -> Q:
    if status == "employee":
        return Q(membership=None) if covers_employees(viewer) else Q(pk__in=[])
    scope = within(paths, field="membership__branch__path")
    if status == "any":
        return scope
    return scope & Q(membership__status__in=[status] if status else COUNTED)


def _filters(sought: Sought) -> Q:
    wanted: dict[str, Any] = {
        "membership__branch_id": sought.branch_id,
        "membership__category": sought.category,
        "membership__is_lost": sought.mark == "lost",
        "membership__is_mobile": sought.mark == "mobile",
    }
    return Q(**{column: value for column, value in wanted.items() if value})


def _matching(text: str) -> Q:
    """A whole identity number by its blind index, a mobile or employee number exactly, else part of a name."""
    code = squeezed(text).upper()
    if len(code) == 18:
        return Q(citizen_id_index=citizen_id_index(code))
    if number := mobile_number(code):
        return Q(mobile=number)
    return Q(employee_number__iexact=code) | Q(name__icontains=person_name(text))
