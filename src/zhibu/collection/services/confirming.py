"""Writing down that somebody says a held value is right."""

from collections.abc import Iterable
from datetime import datetime

from zhibu.collection.models import Confirmation
from zhibu.collection.rules.dictionary import digest
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import held_values


def confirm(
    viewer: Viewer,
    *,
    person_id: int,
    codes: Iterable[str],
    stage: str,
    at: datetime,
    by: tuple[str, int | None] = ("", None),
) -> int:
    """Confirm what is held now of these items; returns how many. The caller has been authorised.

    `by` names somebody else than the viewer.
    """
    values = held_values([person_id], codes).get(person_id, {})
    name, number = by if by[0] else (viewer.name, viewer.person_id)
    made = Confirmation.objects.bulk_create(
        Confirmation(
            person_id=person_id, field=code, digest=digest(person_id, code, text), stage=stage, by_name=name,
            by_id=number, at=at,
        )
        for code, text in values.items()
    )  # fmt: skip
    return len(made)
