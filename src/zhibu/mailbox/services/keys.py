"""Keys of holders: made and wrapped in their browsers, compared by another holder, replaced, given up."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhibu.audit import api as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.errors import KeyMalformed, KeyWaits, NoSuchKey, OwnKey
from zhibu.mailbox.models import Comparison, Key
from zhibu.mailbox.queries.boxes import need_holder
from zhibu.mailbox.queries.keys import comparing, get_fellow_key, own_keys
from zhibu.mailbox.queries.letters import get_letter
from zhibu.mailbox.rules import sealing
from zhibu.mailbox.rules.routing import Ticked
from zhibu.mailbox.services.clocks import rise_unreadable
from zhibu.mailbox.services.writing import seal_again

# Bytes of what unwraps a private key, and the least and most that stretching a passphrase may cost.
_SALT, _NONCE, _TAG = 16, 24, 16
_COST, _MEMORY = range(2, 21), range(32 * 2**20, 2**30 + 1)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """A private key under a passphrase: `opened_by` has salt, cost, memory and nonce."""

    wrapped: str
    opened_by: Mapping[str, Any]

    def check(self) -> None:
        """Raises KeyMalformed for wrong sizes or too little stretching."""
        by = self.opened_by
        sizes = (len(sealing.decode(str(by.get(name, "")))) for name in ("salt", "nonce"))
        right = len(sealing.decode(self.wrapped)) == sealing.KEY + _TAG and tuple(sizes) == (_SALT, _NONCE)
        if not right or by.get("cost") not in _COST or by.get("memory") not in _MEMORY:
            raise KeyMalformed

    @property
    def columns(self) -> dict[str, Any]:
        """As a Key keeps it."""
        return {"wrapped": self.wrapped, "opened_by": {name: self.opened_by[name] for name in _OPENERS}}


_OPENERS = ("salt", "cost", "memory", "nonce")


def make_key(viewer: Viewer, *, public: str, wrapped: Wrapped, at: datetime) -> Key:
    """Keep a new key of the viewer's. It waits for another holder to compare its digits; until then the old one stays.

    The same public half again is the same key. Raises NotAHolder, KeyMalformed, KeyWaits.
    """
    need_holder(viewer)
    wrapped.check()
    if not sealing.is_key(public):
        raise KeyMalformed
    try:
        with transaction.atomic():
            key = Key.objects.create(person_id=viewer.person_id or 0, public=public, made_at=at, **wrapped.columns)
            _note(viewer, "mailbox.key_made", key, at)
    except IntegrityError as there:
        return _own_public(viewer, public, there)
    return key


def _own_public(viewer: Viewer, public: str, there: IntegrityError) -> Key:
    """The key that was made a moment ago; another one of the viewer's waits if it is none of his."""
    found = own_keys(viewer).filter(public=public).first()
    if found is None:
        raise KeyWaits from there
    return found


def _note(viewer: Viewer, action: str, key: Key, at: datetime) -> None:
    audit.record(viewer, action=action, subject=f"mailbox_key:{key.pk}", at=at)


def _own(viewer: Viewer, key_id: int) -> Key:
    need_holder(viewer)
    found = own_keys(viewer).filter(pk=key_id, retired_at=None).first()
    if found is None:
        raise NoSuchKey
    return found


def rewrap_key(viewer: Viewer, *, key_id: int, wrapped: Wrapped, at: datetime) -> Key:
    """The same private key under another passphrase; letters stay as they are. Raises NoSuchKey, KeyMalformed."""
    key = _own(viewer, key_id)
    wrapped.check()
    with transaction.atomic():
        Key.objects.filter(pk=key.pk).update(**wrapped.columns)
        _note(viewer, "mailbox.key_rewrapped", key, at)
    return key


def confirm_key(viewer: Viewer, *, key_id: int, at: datetime) -> Key:
    """Another holder has compared the digits: letters of the organisations that both receive are sealed to this key
    from now on, and to its owner's old one no longer. Twice is the same. Raises NoSuchKey, OwnKey."""
    need_holder(viewer)
    if own_keys(viewer).filter(pk=key_id).exists():
        raise OwnKey
    key, today = get_fellow_key(viewer, key_id, on=local_date(at)), local_date(at)
    with transaction.atomic():
        Key.objects.select_for_update().get(pk=key.pk)
        waits, vouched = comparing(viewer, [key], on=today)[key.pk]
        if waits and not vouched:
            raise NoSuchKey
        if vouched:
            _count_for(viewer, key, vouched, at)
    return get_fellow_key(viewer, key_id, on=today)


def _count_for(viewer: Viewer, key: Key, organisation_ids: Iterable[int], at: datetime) -> None:
    """From its first comparison a key is in force; each says for whose letters."""
    by = viewer.person_id or 0
    if key.confirmed_at is None:
        Key.objects.filter(person=key.person, retired_at=None).exclude(pk=key.pk).update(retired_at=at)
        Key.objects.filter(pk=key.pk, confirmed_at=None).update(confirmed_at=at, confirmed_by=by)
    rows = (Comparison(key=key, organisation_id=pk, by_id=by, at=at) for pk in organisation_ids)
    Comparison.objects.bulk_create(rows, ignore_conflicts=True)
    _note(viewer, "mailbox.key_confirmed", key, at)


def retire_key(viewer: Viewer, *, key_id: int, at: datetime) -> None:
    """Its owner gives a key up: the passphrase is forgotten or known to somebody else. The wrapped half is erased, and
    letters that nobody at their level can open any more rise at once. Raises NoSuchKey."""
    key = _own(viewer, key_id)
    with transaction.atomic():
        Key.objects.filter(pk=key.pk).update(retired_at=at, wrapped="")
        _note(viewer, "mailbox.key_retired", key, at)
        rise_unreadable(at=at)


@dataclass(frozen=True, slots=True)
class NewSeat:
    """A letter's key, sealed to another holder by somebody who has it; `concerned` is what the letter itself says."""

    letter: str
    sealed: str
    notes_sealed: str = ""
    concerned: tuple[Ticked, ...] = field(default=())


def seat_letters(viewer: Viewer, *, key_id: int, seats: Iterable[NewSeat], at: datetime) -> int:
    """Give letters that the viewer can open to a fellow's key; those that are about the fellow or his line of command
    are left out. Returns how many were given. Raises NoSuchKey, NoSuchLetter, NotSealed."""
    key, done = get_fellow_key(viewer, key_id, on=local_date(at)), 0
    with transaction.atomic():
        for one in seats:
            letter = get_letter(viewer, one.letter)
            had = letter.seats.count()
            seal_again(
                letter, seats={key.pk: one.sealed}, notes={key.pk: one.notes_sealed}, concerned=one.concerned,
                by_id=viewer.person_id, at=at,
            )  # fmt: skip
            if letter.seats.count() > had:
                done += 1
                audit.record(
                    viewer, action="mailbox.resealed", subject=f"letter:{letter.number}", at=at, person=key.person_id
                )
    return done
