"""Opening a mailbox, changing its terms, closing it. Its own holders do it, nobody above or beside them."""

from datetime import datetime

from django.db import transaction

from zhibu.audit import api as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.errors import NotAHolder, TwoHoldersNeeded
from zhibu.mailbox.models import Box
from zhibu.mailbox.queries.boxes import compared_keys, get_own_box, holders, need_holder

HOLDERS_LEAST = 2


def open_box(
    viewer: Viewer, *, organisation_id: int, name: str, reply_days: int, finding_days: int, elsewhere: str, at: datetime
) -> Box:
    """Open the mailbox of an organisation whose letters the viewer receives, or change what it says.

    Raises NotAHolder, TwoHoldersNeeded below two holders whose keys were compared there.
    """
    if organisation_id not in need_holder(viewer):
        raise NotAHolder
    people = holders([organisation_id], on=local_date(at))[organisation_id]
    if len(compared_keys([organisation_id], people)[organisation_id]) < HOLDERS_LEAST:
        raise TwoHoldersNeeded
    said = {"name": name, "reply_days": reply_days, "finding_days": finding_days, "elsewhere": elsewhere}
    with transaction.atomic():
        box, new = Box.objects.update_or_create(
            organisation_id=organisation_id, defaults=said | {"closed_on": None},
            create_defaults=said | {"opened_on": local_date(at)},
        )  # fmt: skip
        action = "mailbox.box_opened" if new else "mailbox.box_changed"
        audit.record(viewer, action=action, subject=f"mailbox:{box.pk}", at=at)
    return box


def close_box(viewer: Viewer, *, box_id: int, at: datetime) -> Box:
    """Take no more letters; those that are there are finished. Twice is the same."""
    box = get_own_box(viewer, box_id)
    with transaction.atomic():
        if Box.objects.filter(pk=box.pk, closed_on=None).update(closed_on=local_date(at)):
            audit.record(viewer, action="mailbox.box_closed", subject=f"mailbox:{box.pk}", at=at)
    return get_own_box(viewer, box_id)
