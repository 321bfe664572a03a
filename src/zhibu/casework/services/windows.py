"""Windows in which a matter is handled, and the lists that go out."""

from datetime import date, datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.casework.enums import Act, State
from zhibu.casework.errors import NothingToSend, WindowUnclear
from zhibu.casework.models import Batch, Case, Matter, Window
from zhibu.casework.queries.matters import get_matter, overlapping
from zhibu.casework.queries.windows import get_window
from zhibu.casework.rules.answers import refused
from zhibu.casework.services.log import note
from zhibu.kernel.viewer import Viewer


def make_window(viewer: Viewer, *, code: str, title: str, opens_on: date, closes_on: date, at: datetime) -> Window:
    """Announce from when to when a matter is handled. Raises WindowUnclear, NotABuilder, NoSuchMatter."""
    found = get_matter(viewer, code)
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(pk=found.pk)
        same = Window.objects.filter(matter=matter, title=title.strip(), opens_on=opens_on, closes_on=closes_on).first()
        if same:
            return same
        if not title.strip() or closes_on < opens_on or overlapping(matter, opens_on, closes_on):
            raise WindowUnclear
        return Window.objects.create(
            matter=matter, title=title.strip(), opens_on=opens_on, closes_on=closes_on, opened_by_name=viewer.name,
            made_at=at,
        )  # fmt: skip


def make_batch(viewer: Viewer, *, window_id: int, at: datetime) -> Batch:
    """Put every finished case that is on no list yet onto the next one, never one without consent.

    Raises NothingToSend.
    """
    found = get_window(viewer, window_id)
    with transaction.atomic():
        window = Window.objects.select_for_update().get(pk=found.pk)
        rows = Case.objects.select_for_update().filter(window=window, batch=None, state=State.DONE).order_by("pk")
        ready = rows.prefetch_related("version")
        cases = [case for case in ready if not refused(case.version.shape.consents, case.answers)]
        if not cases:
            raise NothingToSend
        number = window.batches.count() + 1
        batch = Batch.objects.create(
            window=window, number=number, rows=len(cases), made_by_name=viewer.name, made_at=at
        )
        Case.objects.filter(pk__in=[case.pk for case in cases]).update(batch=batch)
        for case in cases:
            note(viewer, case, Act.BATCHED, at=at, words=f"{window.title} · {number}")
    return batch


def note_download(viewer: Viewer, batch: Batch, *, at: datetime) -> None:
    """Who took a list with personal data, and how many people it held."""
    with transaction.atomic():
        audit(viewer, action="casework.batch", subject=f"window:{batch.window_id}", at=at, rows=batch.rows)
