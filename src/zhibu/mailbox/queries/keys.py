"""Keys as their holders may see them: their own whole, the others' public halves."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import Side
from zhibu.mailbox.errors import NoSuchKey
from zhibu.mailbox.models import Key, Message, Seat
from zhibu.mailbox.queries.boxes import holders, keys_in_force, need_holder
from zhibu.mailbox.queries.letters import seats
from zhibu.mailbox.rules.codes import digits_of


def own_keys(viewer: Viewer) -> QuerySet[Key]:
    """Every key the viewer has made, the newest first; old ones still open what was sealed to them."""
    return Key.objects.filter(person_id=viewer.person_id or 0).order_by("-pk")


def fellow_keys(viewer: Viewer, *, on: date) -> QuerySet[Key]:
    """Keys in use or waiting of those who receive the same mailboxes' letters. Raises NotAHolder."""
    people = set().union(*holders(need_holder(viewer), on=on).values())
    fellows = Key.objects.filter(person__in=people - {viewer.person_id}, retired_at=None)
    return fellows.select_related("person").order_by("person__name", "pk")


def get_fellow_key(viewer: Viewer, pk: int, *, on: date) -> Key:
    """One of these, or NoSuchKey."""
    found = fellow_keys(viewer, on=on).filter(pk=pk).first()
    if found is None:
        raise NoSuchKey
    return found


def ring(viewer: Viewer) -> list[dict[str, Any]]:
    """The viewer's own keys as his browser unwraps them."""
    return [{"id": key.pk, "public": key.public, "wrapped": key.wrapped, **key.opened_by} for key in own_keys(viewer)]


def may_confirm(viewer: Viewer, *, on: date) -> bool:
    """A holder with a key in force; at the very beginning, while fewer than two are, one whose key waits."""
    mine = own_keys(viewer).filter(retired_at=None)
    if mine.filter(confirmed_at__isnull=False).exists():
        return True
    people = set().union(*holders(need_holder(viewer), on=on).values())
    return mine.exists() and keys_in_force(people).count() < 2


def owed(viewer: Viewer, key: Key, *, on: date) -> QuerySet[Seat]:
    """The viewer's seats at letters that `key` has none at, though its owner receives the same mailbox's letters."""
    theirs = [organisation for organisation, people in holders(need_holder(viewer), on=on).items()
              if key.person_id in people]  # fmt: skip
    there = Seat.objects.filter(letter=OuterRef("letter"), key=key)
    mine = seats(viewer).filter(box__organisation__in=theirs).filter(~Exists(there))
    return mine.select_related("letter", "key").order_by("letter_id", "-pk")


def owed_to_seal(viewer: Viewer, key: Key, *, on: date) -> list[dict[str, Any]]:
    """What the viewer's browser needs to seal those letters to `key`: his seats and the first messages, in which the
    writer says whom they are about."""
    mine = list(owed(viewer, key, on=on))
    first: dict[int, str] = {}
    said = Message.objects.filter(letter__in=[seat.letter_id for seat in mine], side=Side.WRITER).order_by("-pk")
    for letter, sealed in said.values_list("letter_id", "sealed"):
        first[letter] = sealed
    return [
        {
            "letter": seat.letter.number, "public": seat.letter.public, "key": seat.key.public, "sealed": seat.sealed,
            "notes": seat.notes_sealed, "first": first.get(seat.letter_id, ""),
        }
        for seat in mine
    ]  # fmt: skip


def people_with_keys(viewer: Viewer, *, on: date) -> list[dict[str, Any]]:
    """For the page of keys: the fellows' keys with their digits and how many letters are owed to each; as many
    queries for thirty as for one."""
    fellows = list(fellow_keys(viewer, on=on))
    counts = _owed_counts(viewer, [key for key in fellows if key.is_in_force], on=on)
    return [{"key": key, "digits": digits_of(key.public), "owed": counts.get(key.pk, 0)} for key in fellows]


def _owed_counts(viewer: Viewer, keys: list[Key], *, on: date) -> dict[int, int]:
    """Key → letters that `owed` would give for it."""
    receive = holders(need_holder(viewer), on=on)
    mine = set(seats(viewer).values_list("letter_id", "box__organisation_id"))
    taken = Seat.objects.filter(key__in=keys, letter__in=seats(viewer).values("letter"))
    there = set(taken.values_list("key_id", "letter_id"))
    return {
        key.pk: sum(
            key.person_id in receive.get(organisation, ()) and (key.pk, letter) not in there
            for letter, organisation in mine
        )
        for key in keys
    }
