"""The log of a case, and telling people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID, uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.casework.enums import Act
from zhibu.casework.models import Case, Entry, Message
from zhibu.casework.queries.desks import told_at
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send

SYSTEM = Viewer.system("casework")


def note(
    viewer: Viewer, case: Case, act: Act, *, at: datetime, words: str = "", message: Message | None = None
) -> Entry:
    """Add one line to the case's log, in the caller's transaction. `words` hold nothing of class A."""
    steps = case.version.shape.steps
    step = steps[case.step].label if case.step < len(steps) else ""
    return Entry.objects.create(
        case=case, act=act, actor_id=viewer.person_id, actor_name=viewer.name, step=step[:40], note=words[:200],
        duty=case.duty, message=message, at=at,
    )  # fmt: skip


def write(viewer: Viewer, case: Case, words: str, *, at: datetime, key: UUID | None = None) -> tuple[Message, bool]:
    """Sealed words on a case, and whether they are new: the same key again gives the message that is there."""
    defaults = {
        "case": case, "said_by_id": viewer.person_id, "said_by_name": viewer.name, "words": words, "said_at": at
    }  # fmt: skip
    return Message.objects.get_or_create(key=key or uuid4(), defaults=defaults)


def page_of(case: Case) -> str:
    """The one address of a case."""
    return reverse("casework:case", args=[case.pk])


def tell(case: Case, people: Iterable[int | None], sentence: str, *, what: str, at: datetime) -> None:
    """Tell people about a case; `what` names the occasion. The sentence holds nothing but the matter's name."""
    wanted = {person for person in people if person}
    words = {"matter": case.title, "number": case.number, "entrant": case.entered_by_name}
    send(SYSTEM, person_ids=wanted, sentence=sentence % words, key=f"case:{case.pk}:{what}", at=at, url=page_of(case))


def tell_desk(case: Case, *, at: datetime) -> None:
    """Who sits at the desk learns that something waits."""
    sentence = _("“%(matter)s”%(number)s 等您受理。")
    what = f"desk:{case.desk_key}:{case.step}:{case.risen}"
    tell(case, told_at(case), sentence, what=what, at=at)


def tell_applicant(case: Case, sentence: str, *, what: str, at: datetime) -> None:
    """Who asked learns what happened; so does who entered it for him, to pass it on, unless he handles it himself."""
    tell(case, [case.applicant_id], sentence, what=what, at=at)
    if case.entered_by_id and case.entered_by_id != case.holder_id:
        told = _("您代办的“%(matter)s”%(number)s 有新进展，请打开查看并转告本人。")
        tell(case, [case.entered_by_id], told, what=f"{what}:entered", at=at)
