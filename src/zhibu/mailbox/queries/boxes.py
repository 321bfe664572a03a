"""Mailboxes, who holds a key of them, and which of those a letter goes to."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import HOLDERS, LEADING
from zhibu.mailbox.errors import NoSuchBox, NotAHolder
from zhibu.mailbox.models import Box, Key
from zhibu.mailbox.rules.codes import digits_of
from zhibu.mailbox.rules.routing import (
    LONGEST_NAME,
    Candidate,
    Concerned,
    Ticked,
    by_name,
    may_receive,
    names_of,
)
from zhibu.members import api as members
from zhibu.members.enums import Role
from zhibu.organisations.api import ancestor_paths
from zhibu.organisations.enums import PostTitle


@dataclass(frozen=True, slots=True)
class Level:
    """A mailbox on the way up, with the keys that a letter is sealed to there."""

    number: int
    box: Box
    keys: tuple[Key, ...]


def open_boxes() -> QuerySet[Box]:
    """Mailboxes that take letters, from the top of the tree down. For everybody."""
    return Box.objects.filter(closed_on=None).select_related("organisation").order_by("organisation__path")


def takes_letters() -> bool:
    """Whether there is a mailbox to write to. For everybody."""
    return open_boxes().exists()


def get_box(pk: int) -> Box:
    """One that takes letters, or NoSuchBox."""
    found = open_boxes().filter(pk=pk).first()
    if found is None:
        raise NoSuchBox
    return found


def held_organisations(viewer: Viewer) -> list[int]:
    """On which organisations the viewer holds an office that receives letters. It needs the second factor."""
    if viewer.is_anonymous or viewer.is_system:
        return []
    return sorted({grant.organisation_id for grant in viewer.grants if grant.role in HOLDERS})


def own_boxes(viewer: Viewer) -> QuerySet[Box]:
    """Mailboxes of these organisations, also closed ones, whose letters are still there."""
    held = Box.objects.filter(organisation__in=held_organisations(viewer))
    return held.select_related("organisation").order_by("organisation__path")


def get_own_box(viewer: Viewer, pk: int) -> Box:
    """One of these, or NoSuchBox alike for missing and somebody else's."""
    found = own_boxes(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchBox
    return found


def need_holder(viewer: Viewer) -> list[int]:
    """The organisations whose letters the viewer receives. Raises NotAHolder when there is none."""
    held = held_organisations(viewer)
    if not held:
        raise NotAHolder
    return held


def holders(organisation_ids: Iterable[int], *, on: date) -> dict[int, set[int]]:
    """Persons by organisation who hold an office that receives letters there."""
    wanted = list(organisation_ids)
    granted = members.roles_in_force(Role.DISCIPLINE_OFFICER).filter(organisation__in=wanted, account__is_active=True)
    posted = members.posts_in_force(on, titles=[PostTitle.DISCIPLINE_MEMBER]).filter(organisation__in=wanted)
    found: dict[int, set[int]] = defaultdict(set)
    for organisation, person in [
        *granted.values_list("organisation_id", "account__person_id"),
        *posted.values_list("organisation_id", "person_id"),
    ]:
        found[organisation].add(person)
    return found


def keys_in_force(person_ids: Iterable[int]) -> QuerySet[Key]:
    """Confirmed keys of persons, by name."""
    keys = Key.objects.filter(person__in=list(person_ids), confirmed_at__isnull=False, retired_at=None)
    return keys.select_related("person").order_by("person__name", "pk")


def compared_keys(organisation_ids: Iterable[int], person_ids: Iterable[int]) -> dict[int, dict[int, Key]]:
    """Organisation → person → his key in force that a fellow there has compared: to these letters are sealed."""
    there = list(organisation_ids)
    rows = keys_in_force(person_ids).filter(comparisons__organisation__in=there)
    found: dict[int, dict[int, Key]] = {pk: {} for pk in there}
    for key in rows.annotate(counts_for=F("comparisons__organisation")):
        found[vars(key)["counts_for"]][key.person_id] = key
    return found


def levels(box: Box, *, concerned: Iterable[Ticked], on: date) -> list[Level]:
    """Whom a letter to `box` is sealed to: there and at every mailbox above it, without those concerned and their
    line of command. Levels without anybody are left out; nothing left gives an empty list. Nine queries at most."""
    path = box.organisation.path
    boxes = list(open_boxes().filter(organisation__path__in=ancestor_paths(path)))[::-1]
    people = holders([one.organisation_id for one in boxes], on=on)
    everybody = sorted(set().union(*people.values()))
    keys = compared_keys([one.organisation_id for one in boxes], everybody)
    about, leads = _concerned(_persons(list(concerned)), on=on), _leads(everybody, titles=_OVER, on=on)
    found = []
    for number, one in enumerate(boxes):
        counting = keys[one.organisation_id]
        here = [person for person in counting if person in people[one.organisation_id]]
        fit = [p for p in here if may_receive(Candidate(p, one.organisation.path, leads[p]), about)]
        if fit:
            found.append(Level(number, one, tuple(counting[p] for p in fit)))
    return found


def _persons(ticked: list[Ticked]) -> list[int]:
    """Ids of who is ticked. A name means everybody on the roll who bears it: rather one recipient too few."""
    found = {one for one in ticked if isinstance(one, int)}
    if names := names_of(ticked):
        found |= set(members.roll("").filter(person__name__in=names).values_list("person_id", flat=True))
    return sorted(found)


# The office in which somebody receives letters puts him over nobody.
_OVER = tuple(title for title in LEADING if title not in HOLDERS)


def _leads(person_ids: list[int], *, titles: Iterable[str], on: date) -> dict[int, tuple[str, ...]]:
    posts = members.posts_in_force(on, titles=titles).filter(person__in=person_ids)
    found: dict[int, tuple[str, ...]] = defaultdict(tuple)
    for person, path in posts.values_list("person_id", "organisation__path"):
        found[person] += (path,)
    return found


def _concerned(person_ids: list[int], *, on: date) -> list[Concerned]:
    if not person_ids:
        return []
    leads = _leads(person_ids, titles=LEADING, on=on)
    home = defaultdict(tuple, leads)
    rows = members.roll("").filter(person__in=person_ids).values_list("person_id", "branch__path", "group__path")
    for person, branch, group in rows:
        home[person] += tuple(path for path in (branch, group) if path)
    return [Concerned(person, leads[person], home[person]) for person in person_ids]


def seen(found: list[Level]) -> str:
    """A digest of whom a page showed, to notice when they change before the letter is sent."""
    text = ";".join(f"{level.number}:{key.pk}:{key.public}" for level in found for key in level.keys)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def shown(found: list[Level]) -> dict[str, object]:
    """The levels for the page and its script: names, and public keys with the digits that a poster shows too."""
    rows = [
        {
            "level": level.number, "box": level.box.pk, "name": level.box.name,
            "keys": [
                {"id": key.pk, "public": key.public, "name": key.person.name, "digits": digits_of(key.public)}
                for key in level.keys
            ],
        }
        for level in found
    ]  # fmt: skip
    return {"levels": rows, "seen": seen(found)}


MOST_FOUND = 8


def people_found(words: str, *, on: date) -> list[dict[str, object]]:
    """Who holds a post or an office, by words of his name, his post or his organisation: (id, label); and the words
    themselves as the name of somebody without a post.

    A name is shown only to whoever typed some of it: visitors may ask, and this is no directory. So the last choice is
    the same whether or not anybody bears the name.
    """
    parts = words.split()[:4]
    if len("".join(parts)) < 2:
        return []
    posts = members.posts_in_force(on, titles=[*LEADING, PostTitle.ORGANIZER, PostTitle.INSTRUCTOR])
    for part in parts:
        titles = [title.value for title in PostTitle if part in str(title.label)]
        named = Q(person__name__icontains=part) | Q(organisation__short_name__icontains=part)
        posts = posts.filter(named | Q(title__in=titles))
    rows = posts.order_by("organisation__path", "pk").values_list(
        "person_id", "person__name", "organisation__short_name", "title"
    )
    found: dict[int, dict[str, object]] = {}
    for person, name, organisation, title in rows[: MOST_FOUND * 3]:
        known = any(part in name for part in parts)
        label = f"{organisation} {PostTitle(title).label}" + (f" {name}" if known else "")
        found.setdefault(person, {"id": person, "label": label})
    return [*list(found.values())[:MOST_FOUND], *_without_post(parts)]


def _without_post(parts: list[str]) -> list[dict[str, object]]:
    name = "".join(parts) if len(parts) == 1 else ""
    if not 2 <= len(name) <= LONGEST_NAME:
        return []
    return [{"id": by_name(name), "label": _("%(name)s（没有职务的同志）") % {"name": name}}]


def terms(viewer: Viewer, pk: str) -> dict[str, object]:
    """What a mailbox of the viewer's says now, for its form; empty for a new one."""
    if not (pk.isascii() and pk.isdecimal()):
        return {}
    found = own_boxes(viewer).filter(pk=int(pk)).values(*TERMS).first()
    return dict(found or {})


TERMS = ("organisation_id", "name", "reply_days", "finding_days", "elsewhere")
