"""Requests to correct a record, for those who asked and those who answer."""

from collections.abc import Iterable
from datetime import datetime, time

from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhibu.kernel.clock import SHANGHAI
from zhibu.kernel.errors import NotFound
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import CorrectionState, Sex
from zhibu.members.models import Correction
from zhibu.members.queries.people import MANAGERS, people
from zhibu.members.rules.record import LABELS, Words, value_of, yes_no


def corrections(viewer: Viewer, *, state: str = CorrectionState.WAITING) -> QuerySet[Correction]:
    """Requests of people whose record the viewer keeps, the most urgent first; never his own.

    Raises NotFound without a role.
    """
    if not viewer.paths(MANAGERS):
        raise NotFound
    kept = Correction.objects.filter(person__in=people(viewer, to="manage").values("pk"))
    order = ("due_on", "pk") if state == CorrectionState.WAITING else ("-answered_at", "-pk")
    rows = kept.filter(state=state).exclude(person_id=viewer.person_id or 0)
    return rows.select_related("person__membership__branch").order_by(*order)


def get_correction(viewer: Viewer, pk: int, *, to: str = "manage") -> Correction:
    """One request, to answer it or (`own`) to withdraw it. Raises NotFound alike for missing and forbidden."""
    rows = Correction.objects.select_related("person__membership__branch")
    if to == "own":
        rows = rows.filter(person_id=viewer.person_id or 0)
    else:
        rows = rows.filter(person__in=people(viewer, to="manage").values("pk")).exclude(person_id=viewer.person_id or 0)
    found = rows.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def own_corrections(viewer: Viewer) -> QuerySet[Correction]:
    """What the viewer asked for, the latest first."""
    return Correction.objects.filter(person_id=viewer.person_id or 0).order_by("-asked_at", "-pk")


def in_words(rows: Iterable[Correction]) -> list[Correction]:
    """The requests with `label`, `old` and `new` as people read them."""
    told = list(rows)
    for row in told:
        row.label = LABELS[row.field]  # type: ignore[attr-defined]
        row.old, row.new = words(row.field, row.before), words(row.field, row.proposed)  # type: ignore[attr-defined]
    return told


def words(field: str, text: str) -> Words:
    """A kept value as people read it."""
    value = value_of(field, text)
    if isinstance(value, bool):
        return yes_no(value)
    return Sex(int(text or 0)).label if field == "sex" else text


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """One card for the requests that wait for the viewer: one query, none without a post or role."""
    if not viewer.paths(MANAGERS):
        return []
    waiting = corrections(viewer).order_by().aggregate(count=Count("pk"), due=Min("due_on"))
    if not waiting["count"]:
        return []
    sentence = ngettext("有 %(n)d 条信息更正申请等您答复", "有 %(n)d 条信息更正申请等您答复", waiting["count"])
    due = datetime.combine(waiting["due"], time.max, tzinfo=SHANGHAI)
    return [
        Todo(
            sentence % {"n": waiting["count"]},
            verb=_("去答复"),
            url=reverse("members:corrections"),
            due_at=due,
            weight=4,
        )
    ]
