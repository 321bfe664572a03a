"""Offices, and who answers for them."""

from django.db.models import Count, Q, QuerySet

from zhibu.advice.errors import NoSuchOffice
from zhibu.advice.models import Office, Officer
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.members.enums import Role
from zhibu.organisations.api import choices, organisations, within

MANAGERS = (Role.PARTY_AFFAIRS, Role.UNION_OFFICER)
SYSTEM = Viewer.system("advice")


def offices(viewer: Viewer, *, to: str = "see") -> QuerySet[Office]:
    """Open offices for everybody; to "answer" those the viewer answers for or manages, to "manage" by role."""
    if viewer.is_system:
        return Office.objects.select_related("organisation")
    managed = within(viewer.paths(MANAGERS), field="organisation__path")
    mine = managed | Q(pk__in=Officer.objects.filter(person_id=viewer.person_id or 0).values("office_id"))
    scope = {"see": Q(is_open=True) | mine, "answer": mine, "manage": managed}[to]
    return Office.objects.filter(scope).select_related("organisation").order_by("name", "pk")


def get_office(viewer: Viewer, pk: int, *, to: str = "see") -> Office:
    """One office, or NoSuchOffice alike for missing and forbidden."""
    found = offices(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchOffice
    return found


def with_numbers(viewer: Viewer) -> QuerySet[Office]:
    """The offices that the viewer manages, with how many people answer for each."""
    return offices(viewer, to="manage").annotate(people=Count("officers"))


def officers(office: Office) -> list[int]:
    """Ids of the people to tell."""
    return list(office.officers.values_list("person_id", flat=True))


def homes(viewer: Viewer) -> list[tuple[int, str]]:
    """(id, name) of the organisations for which the viewer may set up an office."""
    paths = viewer.paths(MANAGERS)
    allowed = set(organisations(SYSTEM).filter(within(paths)).values_list("pk", flat=True)) if paths else set()
    return [(pk, name) for pk, name in choices(SYSTEM) if pk in allowed]


def people_named(text: str) -> list[int]:
    """Ids of the people whom a full name or an employee number means, at most two: two mean "say which"."""
    named = Q(name=text) | Q(employee_number__iexact=text)
    return list(people(SYSTEM).filter(named).values_list("pk", flat=True)[:2])
