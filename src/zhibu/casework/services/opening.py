"""Opening what is sealed: for whoever has the case in hand, and each time logged (rules.md 10.2)."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.casework.enums import Held
from zhibu.casework.errors import NotHolder
from zhibu.casework.models import Case
from zhibu.casework.queries.cases import get_case
from zhibu.casework.queries.entering import held_for
from zhibu.casework.queries.people import held
from zhibu.casework.rules import standing
from zhibu.kernel.viewer import Viewer

if TYPE_CHECKING:
    from zhibu.members.models import Person


def open_answers(viewer: Viewer, *, case_id: int, at: datetime) -> Case:
    """A case whose class A answers may be shown in clear now; the case is the reason. Raises NotHolder, NoSuchCase."""
    case = get_case(viewer, case_id, to="handle")
    if not standing.is_in_hand(viewer, case):
        raise NotHolder
    secret = [one.label for one in case.version.shape.fields if one.secret]
    with transaction.atomic():
        reason = f"{case.title} {case.number}"
        audit(viewer, action="casework.opened", subject=f"case:{case.pk}", at=at, reason=reason, fields=secret)
    return case


SEALED = (Held.CITIZEN_ID, Held.HOME_ADDRESS)


def known_values(
    viewer: Viewer, *, wanted: Iterable[str], client: "Person | None" = None, at: datetime
) -> dict[str, str]:
    """What is held on the viewer, to fill in for him; what is sealed is opened to himself, and that is logged too.

    About a `client` at his desk nothing sealed comes filled in.
    """
    if client is not None:
        return held_for(client, wanted)
    found = held(viewer, wanted)
    opened = [str(Held(name).label) for name in SEALED if found.get(name)]
    if opened:
        with transaction.atomic():
            audit(viewer, action="casework.filled_in", subject=f"person:{viewer.person_id}", at=at, fields=opened)
    return found
