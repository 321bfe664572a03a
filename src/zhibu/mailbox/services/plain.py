"""Letters of pages without JavaScript: sealed here, at once, in memory. The page says so.

The words exist in this process while the request lasts; nothing of them is written anywhere but sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid5

from zhibu.kernel.clock import local_date
from zhibu.mailbox.enums import Side
from zhibu.mailbox.errors import KindNotTaken, LetterEmpty, MessageTooLarge, RecipientsChanged, WrongReceipt
from zhibu.mailbox.models import Letter
from zhibu.mailbox.queries import letters as letter_queries
from zhibu.mailbox.queries.boxes import get_box, levels, seen
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.rules.codes import read_receipt, salt
from zhibu.mailbox.rules.files import LARGEST, LONGEST_WORDS, MOST, TOGETHER, cleaned, kind_of
from zhibu.mailbox.rules.routing import Ticked
from zhibu.mailbox.services.pace import check_receipts
from zhibu.mailbox.services.writing import (
    Sealed,
    add_to_letter,
    find_letter,
    missing,
    return_to_letter,
    seal_again,
    send_letter,
)

_NAMES = UUID("6f6d1e0c-5b0f-4b8e-9d55-0d3f2c1a7e11")


@dataclass(frozen=True, slots=True)
class Upload:
    """The bytes of a chosen file. Its name is not asked for."""

    content: bytes


@dataclass(frozen=True, slots=True)
class Plain:
    """What a form brought: words, who is concerned (id → as it was shown), files; a name and a contact if given."""

    text: str
    concerned: dict[Ticked, str] = field(default_factory=dict)
    uploads: Sequence[Upload] = ()
    name: str = ""
    contact: str = ""


def send_plain(*, box_id: int, receipt: str, plain: Plain, seen_before: str, at: datetime) -> Letter:
    """Seal and keep a letter; the same receipt again is the same letter.

    Raises as send_letter does, and LetterEmpty, KindNotTaken.
    """
    found = levels(get_box(box_id), concerned=plain.concerned, on=local_date(at))
    writer, derived = sealing.derive(_digits(receipt), salt=salt())
    if found and seen(found) != seen_before:
        raise RecipientsChanged
    pair = sealing.new_pair()
    seats = {key.pk: sealing.seal_key(pair.private, key.public) for level in found for key in level.keys}
    return send_letter(
        box_id=box_id, derived=derived, public=sealing.encode(pair.public), concerned=plain.concerned, seats=seats,
        writer_sealed=sealing.seal_key(pair.private, sealing.encode(writer.public)),
        message=_sealed(plain, pair.public, uuid5(_NAMES, derived)), at=at,
    )  # fmt: skip


def _digits(receipt: str) -> str:
    digits = read_receipt(receipt)
    if not digits:
        raise WrongReceipt
    return digits


def _sealed(plain: Plain, public: bytes, key: UUID) -> Sealed:
    if not plain.text.strip():
        raise LetterEmpty
    if len(plain.text) > LONGEST_WORDS or len(plain.uploads) > MOST:
        raise MessageTooLarge
    files = [_file(upload.content) for upload in plain.uploads]
    if sum(len(content) for content, _kind in files) > TOGETHER:
        raise MessageTooLarge
    words: dict[str, Any] = {
        "text": plain.text.strip(), "files": [{"kind": kind, "size": len(content)} for content, kind in files],
        "concerned": [{"id": pk, "label": label} for pk, label in plain.concerned.items()],
        "name": plain.name.strip(), "contact": plain.contact.strip(),
    }  # fmt: skip
    sealed = tuple(sealing.seal_file(content, public) for content, _kind in files)
    return Sealed(key, sealing.seal_words(words, public), sealed)


def _file(content: bytes) -> tuple[bytes, str]:
    if len(content) > LARGEST:
        raise MessageTooLarge
    kind = kind_of(content)
    if not kind:
        raise KindNotTaken
    try:
        return cleaned(content, kind)
    except ValueError as broken:
        raise KindNotTaken from broken


def add_plain(*, receipt: str, plain: Plain, key: UUID, address: str | None, at: datetime) -> Letter:
    """The writer's answer, sealed here. Raises as add_to_letter does, and LetterEmpty, KindNotTaken."""
    _pair, derived = _derived(receipt, address)
    letter = find_letter(derived, address=address)
    message = _sealed(plain, sealing.decode(letter.public), key)
    return add_to_letter(derived, message=message, address=address, at=at)


def _derived(receipt: str, address: str | None) -> tuple[sealing.Pair, str]:
    """Stretching costs; a side that guesses is stopped before it."""
    check_receipts(address)
    return sealing.derive(_digits(receipt), salt=salt())


def return_plain(*, receipt: str, address: str | None, at: datetime) -> dict[str, Any]:
    """The whole conversation, opened here for the page that follows. Raises WrongReceipt, TriesTooMany."""
    writer, derived = _derived(receipt, address)
    letter = return_to_letter(derived, address=address)
    pair = _pair_of(letter, writer)
    found = letter_queries.returned(letter, today=local_date(at))
    for message in found["messages"]:
        message["words"] = sealing.open_words(message.pop("sealed"), pair)
        message["on"] = date.fromisoformat(message["on"])
        message["attachments"] = list(zip(message["words"].get("files", []), message["files"], strict=False))
    _mend(letter, found["messages"], pair, at)
    return found | {"letter": letter}


def _pair_of(letter: Letter, writer: sealing.Pair) -> sealing.Pair:
    return sealing.Pair(sealing.decode(letter.public), sealing.open_key(letter.writer_sealed, writer))


def _mend(letter: Letter, said: list[dict[str, Any]], pair: sealing.Pair, at: datetime) -> None:
    """Recipients who took a new key since get their seat while the letter's key is at hand."""
    concerned = [one["id"] for one in said[0]["words"].get("concerned", [])] if said else []
    owed = missing(letter, concerned=concerned, on=local_date(at))
    if owed:
        seats = {key.pk: sealing.seal_key(pair.private, key.public) for key in owed}
        seal_again(letter, seats=seats, concerned=concerned, at=at)


def letter_to_prove(*, receipt: str, derived: str, address: str | None) -> Letter:
    """The letter of a receipt, or of what a browser derived from it. Raises WrongReceipt, TriesTooMany."""
    if not derived:
        _pair, derived = _derived(receipt, address)
    return return_to_letter(derived, address=address)


def open_plain_file(*, receipt: str, file_id: int, address: str | None) -> tuple[str, bytes]:
    """A file of the conversation, opened here: (kind, bytes). Raises WrongReceipt, NoSuchLetter."""
    writer, derived = _derived(receipt, address)
    letter = return_to_letter(derived, address=address)
    sealed = letter_queries.sealed_file(letter, file_id, Side.WRITER, Side.OFFICER)
    content = sealing.open_file(sealed, _pair_of(letter, writer))
    return kind_of(content), content
