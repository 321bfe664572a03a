"""The list of people for those who keep or read records, as it is searched and filtered."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import COUNTED
from zhibu.members.models import Membership, Person
from zhibu.members.models.person import citizen_id_index
from zhibu.members.queries.people import READERS, covers_employees
from zhibu.members.rules.text import mobile_number, person_name, squeezed
from zhibu.organisations.api import within

EMPLOYEE = "employee"  # people without membership
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
    rows = Person.objects.filter(_status(viewer, sought.status, paths), _filters(sought, "membership__"))
    if sought.text:
        rows = rows.filter(_matching(sought.text))
    return rows.select_related("membership__branch").only(*COLUMNS).order_by("membership__branch__path", "name", "pk")


def how_many(viewer: Viewer, sought: Sought) -> int:
    """How many people `directory` lists; where it asks for nothing of the person, an index of the roll answers."""
    if sought.text or sought.status == EMPLOYEE:
        return directory(viewer, sought).count()
    on_roll = _on_roll(sought.status, viewer.paths(READERS), "")
    return Membership.objects.filter(on_roll, _filters(sought, "")).count()


def _status(viewer: Viewer, status: str, paths: tuple[str, ...]) -> Q:
    if status == EMPLOYEE:
        return Q(membership=None) if covers_employees(viewer) else Q(pk__in=[])
    return _on_roll(status, paths, "membership__")


def _on_roll(status: str, paths: tuple[str, ...], to: str) -> Q:
    """Conditions of the membership, which `to` leads to."""
    scope = within(paths, field=f"{to}branch__path")
    if status == "any":
        return scope
    return scope & Q(**{f"{to}status__in": [status] if status else COUNTED})


def _filters(sought: Sought, to: str) -> Q:
    wanted: dict[str, Any] = {
        "branch_id": sought.branch_id,
        "category": sought.category,
        "is_lost": sought.mark == "lost",
        "is_mobile": sought.mark == "mobile",
    }
    return Q(**{f"{to}{column}": value for column, value in wanted.items() if value})


def _matching(text: str) -> Q:
    """A whole identity number by its blind index, a mobile or employee number exactly, else part of a name."""
    code = squeezed(text).upper()
    if len(code) == 18:
        return Q(citizen_id_index=citizen_id_index(code))
    if number := mobile_number(code):
        return Q(mobile=number)
    return Q(employee_number__iexact=code) | Q(name__icontains=person_name(text))
