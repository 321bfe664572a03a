"""Letters as their two sides may read them. Everything readable here is sealed."""

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import Side, State
from zhibu.mailbox.errors import NoSuchLetter, WrongReceipt
from zhibu.mailbox.models import Attachment, Letter, Message, Seat, Step
from zhibu.mailbox.queries.boxes import held_organisations, own_boxes
from zhibu.mailbox.rules.clocks import is_late
from zhibu.mailbox.rules.codes import stored_receipt


def seats(viewer: Viewer) -> QuerySet[Seat]:
    """The viewer's seats at letters that have come to their level, while he holds the office there."""
    boxes = own_boxes(viewer).values("pk")
    mine = Seat.objects.filter(key__person_id=viewer.person_id or 0, box__in=boxes, level__lte=F("letter__level"))
    return mine.filter(letter__forgotten_on=None)


def letters(viewer: Viewer) -> QuerySet[Letter]:
    """Letters that are sealed to the viewer and have come to him: open ones by their next due day, then closed ones."""
    found = Letter.objects.filter(Exists(seats(viewer).filter(letter=OuterRef("pk"))))
    return found.select_related("box").order_by(F("closed_on").asc(nulls_first=True), "reply_due_on", "pk")


def get_letter(viewer: Viewer, number: str) -> Letter:
    """One of them, or NoSuchLetter alike for missing, somebody else's, and not yet risen."""
    found = letters(viewer).filter(number=number).first()
    if found is None:
        raise NoSuchLetter
    return found


def by_receipt(derived: str) -> Letter:
    """The letter of a receipt, by what its browser derived from it. Raises WrongReceipt."""
    found = Letter.objects.filter(receipt=stored_receipt(derived), forgotten_on=None).select_related("box").first()
    if found is None:
        raise WrongReceipt
    return found


def by_number(number: str) -> Letter | None:
    """A registration, for proving it."""
    return Letter.objects.filter(number=number).select_related("box").first()


def facts(letter: Letter, *, today: date) -> dict[str, Any]:
    """What either side is shown of where it stands."""
    return {
        "number": letter.number, "state": letter.state, "state_label": str(letter.get_state_display()),
        "received_on": letter.received_on.isoformat(), "reply_due_on": letter.reply_due_on.isoformat(),
        "finding_due_on": letter.finding_due_on.isoformat(), "public": letter.public, "box": letter.box.name,
        "replied": letter.replied_on is not None, "closed": letter.state == State.CLOSED,
        "late": letter.state != State.CLOSED and late(letter, today), "notes_public": letter.notes_public,
        "steps": [{"label": str(step.get_kind_display()), "on": step.on.isoformat()} for step in steps(letter)],
    }  # fmt: skip


def late(letter: Letter, today: date) -> bool:
    """Whether a clock has run out."""
    return is_late(
        today, replied_on=letter.replied_on, reply_due_on=letter.reply_due_on, finding_due_on=letter.finding_due_on
    )


def steps(letter: Letter) -> QuerySet[Step]:
    """What happened, in order."""
    return Step.objects.filter(letter=letter).order_by("pk")


def conversation(letter: Letter, *sides: str) -> list[dict[str, Any]]:
    """Sealed messages of these sides with the numbers of their files, in order: two queries."""
    rows = list(Message.objects.filter(letter=letter, side__in=sides).select_related("by").order_by("pk"))
    files: dict[int, list[int]] = {}
    for message, pk in Attachment.objects.filter(message__in=rows).order_by("number").values_list("message_id", "pk"):
        files.setdefault(message, []).append(pk)
    return [
        {
            "side": row.side, "sealed": row.sealed, "on": row.on.isoformat(), "files": files.get(row.pk, []),
            "by": row.by.name if row.by and row.side == Side.NOTE else "",
        }
        for row in rows
    ]  # fmt: skip


def opened(viewer: Viewer, letter: Letter, *, today: date) -> dict[str, Any]:
    """What a holder's browser needs to open a letter: his seats (one for each key he had) and everything sealed."""
    mine = seats(viewer).filter(letter=letter).select_related("key").order_by("-pk")
    found = [{"key": seat.key.public, "sealed": seat.sealed, "notes": seat.notes_sealed} for seat in mine]
    readers = Seat.objects.filter(letter=letter, key__retired_at=None).values_list("key_id", "key__public")
    return facts(letter, today=today) | {
        "seats": found, "messages": conversation(letter, *Side.values),
        "readers": [{"id": pk, "public": public} for pk, public in readers],
    }  # fmt: skip


def returned(letter: Letter, *, today: date) -> dict[str, Any]:
    """What the writer's browser needs: the key sealed to his receipt, and both sides' messages. No notes, no names."""
    found = facts(letter, today=today)
    del found["notes_public"]
    said = conversation(letter, Side.WRITER, Side.OFFICER)
    return found | {"sealed": letter.writer_sealed, "messages": said}


def sealed_file(letter: Letter, pk: int, *sides: str) -> bytes:
    """A sealed file of the letter. Raises NoSuchLetter."""
    found = Attachment.objects.filter(pk=pk, message__letter=letter, message__side__in=sides).first()
    if found is None:
        raise NoSuchLetter
    return bytes(found.sealed)


def waiting_letters(viewer: Viewer) -> QuerySet[Letter]:
    """Those that wait for a first reply or a finding."""
    return letters(viewer).exclude(state=State.CLOSED)


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """One card for a holder's open letters: how many, and the next day by which something is due."""
    if not held_organisations(viewer):
        return []
    rows = waiting_letters(viewer).values_list("replied_on", "reply_due_on", "finding_due_on")
    days = [finding if replied else reply for replied, reply, finding in rows]
    if not days:
        return []
    sentence = ngettext("书记信箱有 %(n)d 封信在办", "书记信箱有 %(n)d 封信在办", len(days)) % {"n": len(days)}
    due = datetime.combine(min(days), datetime.max.time(), SHANGHAI)
    pressing = 0 if min(days) < local_date(at) else 2
    return [Todo(sentence, _("打开"), reverse("mailbox:inbox"), due, pressing)]
