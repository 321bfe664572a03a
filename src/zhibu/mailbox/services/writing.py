"""What writers do. Nobody is passed in: who writes is not known here, and nothing here writes to the audit log, whose
rows have a minute."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from zhibu.kernel.clock import local_date
from zhibu.mailbox.enums import Side, State, StepKind
from zhibu.mailbox.errors import MessageTooLarge, NobodyLeft, NotSealed, RecipientsChanged, WrongReceipt
from zhibu.mailbox.models import Attachment, Key, Letter, Message, Seat, Step
from zhibu.mailbox.queries.boxes import Level, get_box, levels
from zhibu.mailbox.queries.letters import by_receipt
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.rules.clocks import due_days
from zhibu.mailbox.rules.codes import new_number, stored_receipt
from zhibu.mailbox.rules.files import LARGEST, LONGEST_WORDS, MOST, TOGETHER
from zhibu.mailbox.rules.routing import Ticked
from zhibu.mailbox.services.pace import check_receipts, count_wrong

_WORDS_SEALED = LONGEST_WORDS * 6  # characters of base 64: four bytes a letter, and what is around
_FILE_SEALED = LARGEST + sealing.FILE_BLOCK + sealing.SEAL


@dataclass(frozen=True, slots=True)
class Sealed:
    """A message as it leaves a browser: sealed words and sealed files; `key` makes it the same when it comes twice."""

    key: UUID
    words: str
    files: tuple[bytes, ...] = ()


def send_letter(
    *,
    box_id: int,
    derived: str,
    public: str,
    writer_sealed: str,
    seats: Mapping[int, str],
    concerned: Iterable[Ticked],
    message: Sealed,
    at: datetime,
) -> Letter:
    """Keep a new letter; the same receipt again is the same letter. `concerned` is used for the check of the
    recipients and forgotten; it stands in the sealed words.

    Raises NoSuchBox, NobodyLeft, RecipientsChanged when the seats are not exactly those of the recipients now,
    NotSealed, MessageTooLarge.
    """
    if there := _kept(derived):
        return there
    check_message(message)
    box, today = get_box(box_id), local_date(at)
    found = levels(box, concerned=concerned, on=today)
    _check_seats(found, public, writer_sealed, seats)
    columns = {"box": box, "receipt": stored_receipt(derived), "public": public, "writer_sealed": writer_sealed}
    try:
        return _keep(columns, found, seats, message, today)
    except IntegrityError:
        if there := _kept(derived):  # a second tap was faster
            return there
        raise


def _kept(derived: str) -> Letter | None:
    return Letter.objects.filter(receipt=stored_receipt(derived)).first()


def _keep(
    columns: Mapping[str, object], found: list[Level], seats: Mapping[int, str], message: Sealed, today: date
) -> Letter:
    first = found[0]
    reply_due, finding_due = due_days(today, reply_days=first.box.reply_days, finding_days=first.box.finding_days)
    with transaction.atomic():
        letter = Letter.objects.create(
            **columns, number=new_number(), level=first.number, received_on=today, reply_due_on=reply_due,
            finding_due_on=finding_due,
        )  # fmt: skip
        Seat.objects.bulk_create(
            Seat(letter=letter, key=key, box=level.box, level=level.number, sealed=seats[key.pk])
            for level in found for key in level.keys
        )  # fmt: skip
        keep_message(letter, message, side=Side.WRITER, on=today)
        note_step(letter, StepKind.RECEIVED, on=today)
    return letter


def _check_seats(found: list[Level], public: str, writer_sealed: str, seats: Mapping[int, str]) -> None:
    if not found:
        raise NobodyLeft
    if {key.pk for level in found for key in level.keys} != set(seats):
        raise RecipientsChanged
    if not sealing.is_key(public) or not all(map(sealing.is_sealed_key, (writer_sealed, *seats.values()))):
        raise NotSealed


def check_message(message: Sealed) -> None:
    """Raises NotSealed for what cannot be a sealed message, MessageTooLarge."""
    sizes = [len(file) for file in message.files]
    if len(message.words) > _WORDS_SEALED or len(sizes) > MOST:
        raise MessageTooLarge
    if sum(sizes) > TOGETHER + len(sizes) * sealing.FILE_BLOCK or max(sizes, default=0) > _FILE_SEALED:
        raise MessageTooLarge
    if not sealing.is_sealed_words(message.words) or not all(map(sealing.is_sealed_file, message.files)):
        raise NotSealed


def keep_message(letter: Letter, message: Sealed, *, side: Side, on: date, by_id: int | None = None) -> bool:
    """Store a checked message with its files, in the caller's transaction; False when it was there already."""
    row, new = Message.objects.get_or_create(
        key=message.key, defaults={"letter": letter, "side": side, "by_id": by_id, "sealed": message.words, "on": on}
    )
    if not new and row.letter_id != letter.pk:
        raise NotSealed
    if new:
        Attachment.objects.bulk_create(
            Attachment(message=row, number=number, sealed=sealed) for number, sealed in enumerate(message.files, 1)
        )
    return new


def note_step(letter: Letter, kind: StepKind, *, on: date, by_id: int | None = None) -> None:
    """Add a line to what happened to a letter."""
    Step.objects.create(letter=letter, kind=kind, level=letter.level, on=on, by_id=by_id)


def find_letter(derived: str, *, address: str | None) -> Letter:
    """The letter of a receipt, unless too many were wrong. Raises WrongReceipt, TriesTooMany."""
    check_receipts(address)
    try:
        return by_receipt(derived)
    except WrongReceipt:
        count_wrong(address)
        raise


def return_to_letter(derived: str, *, address: str | None) -> Letter:
    """The writer looks at his letter; that he came back is counted, not when. Raises as find_letter."""
    letter = find_letter(derived, address=address)
    if not letter.came_back:
        Letter.objects.filter(pk=letter.pk).update(came_back=True)
    return letter


def add_to_letter(derived: str, *, message: Sealed, address: str | None, at: datetime) -> Letter:
    """The writer answers or adds; a closed letter is opened again, with a new term for its finding.

    Raises WrongReceipt, TriesTooMany, NotSealed, MessageTooLarge.
    """
    found = find_letter(derived, address=address)
    check_message(message)
    today = local_date(at)
    with transaction.atomic():
        letter = Letter.objects.select_for_update().select_related("box").get(pk=found.pk)
        if keep_message(letter, message, side=Side.WRITER, on=today):
            if letter.state in (State.CLOSED, State.ASKED):
                letter.state = State.CHECKING
            if letter.closed_on is not None:
                _replied, letter.finding_due_on = due_days(today, reply_days=1, finding_days=letter.box.finding_days)
            letter.closed_on, letter.untold, letter.came_back = None, True, True
            letter.save(update_fields=["state", "closed_on", "finding_due_on", "untold", "came_back"])
            note_step(letter, StepKind.ADDED, on=today)
    return letter


def missing(letter: Letter, *, concerned: Iterable[Ticked], on: date) -> dict[Key, tuple[int, int]]:
    """Keys in force that may open the letter and have no seat: key → (mailbox, level). Keys change; letters stay."""
    there = list(Seat.objects.filter(letter=letter).values_list("key_id", "box_id", "level"))
    known, at_level = {key for key, _box, _level in there}, {box: level for _key, box, level in there}
    found = levels(letter.box, concerned=concerned, on=on)
    return {
        key: (level.box.pk, at_level[level.box.pk])
        for level in found if level.box.pk in at_level
        for key in level.keys if key.pk not in known
    }  # fmt: skip


def seal_again(
    letter: Letter, *, seats: Mapping[int, str], concerned: Iterable[Ticked], at: datetime,
    notes: Mapping[int, str] | None = None, by_id: int | None = None,
) -> list[Key]:  # fmt: skip
    """Give seats to keys that lack one; returns those that still do. Whoever holds the letter's key may do it, the
    writer too. Seats for keys that may not open the letter are left out."""
    today, wrapped = local_date(at), notes or {}
    with transaction.atomic():
        owed = missing(letter, concerned=concerned, on=today)
        fit = {key: seats[key.pk] for key in owed if key.pk in seats}
        if not all(map(sealing.is_sealed_key, fit.values())):
            raise NotSealed
        made = Seat.objects.bulk_create(
            (
                Seat(letter=letter, key=key, box_id=owed[key][0], level=owed[key][1], sealed=sealed,
                     notes_sealed=wrapped.get(key.pk, ""))
                for key, sealed in fit.items()
            ),
            ignore_conflicts=True,
        )  # fmt: skip
        if made:
            note_step(letter, StepKind.RESEALED, on=today, by_id=by_id)
    return [key for key in owed if key not in fit]
