"""Keys as their holders may see them: their own whole, the others' public halves."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import Side
from zhibu.mailbox.errors import NoSuchKey
from zhibu.mailbox.models import Comparison, Key, Message, Seat
from zhibu.mailbox.queries.boxes import compared_keys, holders, need_holder
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


def comparing(viewer: Viewer, keys: Iterable[Key], *, on: date) -> dict[int, tuple[list[int], list[int]]]:
    """Key → organisations whose letters both receive and for which it was not compared yet; and those of them for
    which the viewer may vouch: his own key counts there, or at the very beginning, while nobody's does, one waits."""
    receive, asked = holders(need_holder(viewer), on=on), list(keys)
    done = _compared(asked)
    counting = compared_keys(receive, set().union(*receive.values()))
    vouching = {pk: people & set(counting[pk]) for pk, people in receive.items()}
    trusted = {pk for pk, people in vouching.items() if not people or viewer.person_id in people}
    may = trusted if own_keys(viewer).filter(retired_at=None).exists() else set()
    waits = {
        key.pk: [pk for pk in sorted(receive) if key.person_id in receive[pk] and (key.pk, pk) not in done]
        for key in asked
    }
    return {key: (there, [pk for pk in there if pk in may]) for key, there in waits.items()}


def _compared(keys: Iterable[Key]) -> set[tuple[int, int]]:
    """(key, organisation) of every comparison."""
    return set(Comparison.objects.filter(key__in=list(keys)).values_list("key_id", "organisation_id"))


def owed(viewer: Viewer, key: Key, *, on: date) -> QuerySet[Seat]:
    """The viewer's seats at letters that `key` has none at, though it counts for the same mailbox."""
    compared, receive = _compared([key]), holders(need_holder(viewer), on=on)
    theirs = [pk for pk, people in receive.items() if key.person_id in people and (key.pk, pk) in compared]
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
    found = comparing(viewer, fellows, on=on)
    return [
        {
            "key": key, "digits": digits_of(key.public), "owed": counts.get(key.pk, 0),
            "waits": bool(found[key.pk][0]), "may_compare": bool(found[key.pk][1]),
        }
        for key in fellows
    ]  # fmt: skip


def _owed_counts(viewer: Viewer, keys: list[Key], *, on: date) -> dict[int, int]:
    """Key → letters that `owed` would give for it."""
    receive, compared = holders(need_holder(viewer), on=on), _compared(keys)
    mine = set(seats(viewer).values_list("letter_id", "box__organisation_id"))
    taken = Seat.objects.filter(key__in=keys, letter__in=seats(viewer).values("letter"))
    there = set(taken.values_list("key_id", "letter_id"))
    return {
        key.pk: sum(
            key.person_id in receive.get(organisation, ())
            and (key.pk, organisation) in compared
            and (key.pk, letter) not in there
            for letter, organisation in mine
        )
        for key in keys
    }
