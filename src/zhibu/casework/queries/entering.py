"""Entering a case for somebody who has no phone, or who asks at the desk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from zhibu.casework.enums import DUTIES, Duty, Held
from zhibu.casework.errors import NobodyMeant
from zhibu.casework.queries.people import home_of_person
from zhibu.casework.rules.definition import Definition
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people

if TYPE_CHECKING:
    from zhibu.members.models import Person

FOR_HIM = (Held.NAME, Held.EMPLOYEE_NUMBER, Held.WORK_POST)  # nothing that people would have to open (rules.md 10.2)


def enters(viewer: Viewer, definition: Definition) -> bool:
    """Whether he may enter such cases for others: he handles the first step, heads a branch, or is staff."""
    alone = definition.for_others or definition.officers_only or not definition.steps
    return not alone and viewer.has_role(*_roles(definition))


def _roles(definition: Definition) -> tuple[str, ...]:
    """Staff of the top see employees without a branch, whom no secretary has on his roll."""
    return (*DUTIES[definition.steps[0].duty], *DUTIES[Duty.HEADS], *DUTIES[Duty.STAFF])


def wanted(viewer: Viewer, definition: Definition, words: str) -> "Person":
    """The one person of his whom an employee number or a name means. Raises NobodyMeant."""
    text = words.strip()
    if not text or not enters(viewer, definition):
        raise NobodyMeant
    seen = people(viewer).exclude(pk=viewer.person_id or 0)
    rows = list(seen.filter(employee_number__iexact=text)[:2]) or list(seen.filter(name=text)[:2])
    if len(rows) != 1:
        raise NobodyMeant
    return client(viewer, definition, rows[0].pk)


def client(viewer: Viewer, definition: Definition, person_id: int) -> "Person":
    """A person for whom he may enter such a case: he sees him, and his desk covers him. Raises NobodyMeant."""
    seen = people(viewer).exclude(pk=viewer.person_id or 0).select_related("membership__branch")
    found = seen.filter(pk=person_id).first() if enters(viewer, definition) else None
    if found is None or not viewer.holds(_roles(definition), home_of_person(found).path):
        raise NobodyMeant
    return found


@dataclass(frozen=True, slots=True)
class Choice:
    """Who asks, as a form shows it: `person` is None for the viewer himself, `fault` says why nobody was found."""

    person: "Person | None" = None
    words: str = ""
    fault: str = ""


def chosen(viewer: Viewer, definition: Definition, *, words: str, person_id: int) -> Choice:
    """For whom the form is: by the id that it carries, or by the words that were looked for. Raises NobodyMeant."""
    if person_id:
        return Choice(client(viewer, definition, person_id))
    try:
        return Choice(wanted(viewer, definition, words), words) if words.strip() else Choice()
    except NobodyMeant as nobody:
        return Choice(None, words, str(nobody.sentence))


def still_his(viewer: Viewer, person_id: int) -> bool:
    """Whether he may see a person for whom he once entered a case; a post that ends ends this too."""
    return people(viewer).filter(pk=person_id).exists()


def held_for(person: "Person", names: Iterable[str]) -> dict[str, str]:
    """What comes filled in about somebody else: his name, number, post and branch."""
    asked = set(names)
    found = {str(name): str(getattr(person, name) or "") for name in FOR_HIM if name in asked}
    if Held.BRANCH in asked and (kept := getattr(person, "membership", None)):
        found[Held.BRANCH] = kept.branch.short_name
    return found
