"""What key holders do with a letter. Everything is audited, without a word of content."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhibu.audit import api as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import TOLD, Side, State, StepKind
from zhibu.mailbox.errors import LetterClosed, NotAStateToTell, NotesKeyChanged, NotSealed
from zhibu.mailbox.models import Letter, Seat
from zhibu.mailbox.queries.letters import get_letter, opened
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.services.writing import Sealed, check_message, keep_message, note_step


def _locked(viewer: Viewer, number: str) -> Letter:
    return Letter.objects.select_for_update().select_related("box").get(pk=get_letter(viewer, number).pk)


def _note(viewer: Viewer, action: str, letter: Letter, at: datetime, **detail: Any) -> None:
    audit.record(viewer, action=action, subject=f"letter:{letter.number}", at=at, **detail)


def open_letter(viewer: Viewer, *, number: str, at: datetime) -> dict[str, Any]:
    """Hand a holder's browser what it can open; the first time the writer is told "read". Raises NoSuchLetter."""
    with transaction.atomic():
        letter = _locked(viewer, number)
        if letter.state == State.RECEIVED:
            letter.state = State.READ
            letter.save(update_fields=["state"])
            note_step(letter, StepKind.READ, on=local_date(at), by_id=viewer.person_id)
        _note(viewer, "mailbox.read", letter, at)
    return opened(viewer, letter, today=local_date(at))


def reply_letter(viewer: Viewer, *, number: str, message: Sealed, at: datetime) -> Letter:
    """Answer the writer; the first answer stops the first clock. Raises NoSuchLetter, LetterClosed, NotSealed."""
    check_message(message)
    with transaction.atomic():
        letter = _locked(viewer, number)
        _refuse_closed(letter, message)
        if keep_message(letter, message, side=Side.OFFICER, on=local_date(at), by_id=viewer.person_id):
            _replied(letter, local_date(at))
            note_step(letter, StepKind.REPLIED, on=local_date(at), by_id=viewer.person_id)
            _note(viewer, "mailbox.replied", letter, at)
    return letter


def _refuse_closed(letter: Letter, message: Sealed) -> None:
    """A message that came twice is not refused the second time."""
    if letter.state == State.CLOSED and not letter.messages.filter(key=message.key).exists():
        raise LetterClosed


def _replied(letter: Letter, today: date) -> None:
    if letter.replied_on is None:
        letter.replied_on = today
        letter.save(update_fields=["replied_on"])


@dataclass(frozen=True, slots=True)
class NotesKey:
    """The key of a letter's notes, made by the browser of whoever writes the first: key id → sealed private half."""

    public: str = ""
    sealed: Mapping[int, str] = field(default_factory=dict)


def note_letter(viewer: Viewer, *, number: str, message: Sealed, notes_key: NotesKey, at: datetime) -> Letter:
    """Write a note that only key holders can read. Raises NoSuchLetter, NotesKeyChanged, NotSealed."""
    check_message(message)
    with transaction.atomic():
        letter = _locked(viewer, number)
        _need_notes_key(letter, notes_key)
        if keep_message(letter, message, side=Side.NOTE, on=local_date(at), by_id=viewer.person_id):
            _note(viewer, "mailbox.noted", letter, at)
    return letter


def _need_notes_key(letter: Letter, made: NotesKey) -> None:
    """The note is sealed to the key that the letter has; the first note brings it, for every reader."""
    if letter.notes_public == made.public and made.public:
        return
    readers = list(Seat.objects.filter(letter=letter, key__retired_at=None))
    if letter.notes_public or not set(made.sealed) >= {seat.key_id for seat in readers}:
        raise NotesKeyChanged
    if not sealing.is_key(made.public) or not all(map(sealing.is_sealed_key, made.sealed.values())):
        raise NotSealed
    for seat in readers:
        seat.notes_sealed = made.sealed[seat.key_id]
    Seat.objects.bulk_update(readers, ["notes_sealed"])
    letter.notes_public = made.public
    letter.save(update_fields=["notes_public"])


def mark_letter(viewer: Viewer, *, number: str, state: str, at: datetime) -> Letter:
    """Say that it is looked into, or that the writer is asked for more. Raises NotAStateToTell, LetterClosed."""
    if state not in TOLD:
        raise NotAStateToTell
    with transaction.atomic():
        letter = _locked(viewer, number)
        if letter.state == State.CLOSED:
            raise LetterClosed
        if letter.state != state:
            letter.state = state
            letter.save(update_fields=["state"])
            note_step(letter, StepKind(state), on=local_date(at), by_id=viewer.person_id)
            _note(viewer, "mailbox.marked", letter, at, state=state)
    return letter


def close_letter(viewer: Viewer, *, number: str, message: Sealed, at: datetime) -> Letter:
    """End with a finding, which the writer reads. Raises NoSuchLetter, LetterClosed, NotSealed."""
    check_message(message)
    with transaction.atomic():
        letter = _locked(viewer, number)
        _refuse_closed(letter, message)
        if keep_message(letter, message, side=Side.OFFICER, on=local_date(at), by_id=viewer.person_id):
            _replied(letter, local_date(at))
            letter.state, letter.closed_on = State.CLOSED, local_date(at)
            letter.save(update_fields=["state", "closed_on"])
            note_step(letter, StepKind.CLOSED, on=local_date(at), by_id=viewer.person_id)
            _note(viewer, "mailbox.closed", letter, at)
    return letter
