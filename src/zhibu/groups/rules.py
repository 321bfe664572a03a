"""Who belongs into which group, and what a message may be. Pure functions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from zhibu.groups.enums import LEADERS, GroupKind, Part

LONGEST_TEXT = 4096  # bytes
FLOOD, FLOOD_SECONDS = 20, 10  # messages of one account
RECALL_WITHIN = timedelta(hours=24)
EDIT_WITHIN = timedelta(minutes=2)
LONGEST_VOICE = 60  # seconds
QUOTED = 60  # letters of a quoted message that are shown
STEP = 4  # characters of a tree path a level


@dataclass(frozen=True, slots=True)
class Room:
    """A group of the tree: its organisation's path, and that of the nearest committee (its own, or above)."""

    group_id: int
    kind: str
    path: str
    committee_path: str


@dataclass(frozen=True, slots=True)
class Held:
    """A membership (`title` is ""), a post or a role of a person on a node of the tree."""

    person_id: int
    path: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Seat:
    """What somebody is in a group; `leads` gives the word in announcement-only groups."""

    part: str
    leads: bool = False


Seats = dict[tuple[int, int], Seat]


def above(path: str) -> Iterator[str]:
    """The path itself and those above it, the nearest first."""
    return (path[:end] for end in range(len(path), 0, -STEP))


def seats(rooms: Iterable[Room], *, memberships: Iterable[Held], posts: Iterable[Held], staff: Iterable[Held]) -> Seats:
    """Who sits in which group of the tree: (group, person) → seat.

    Members by their branch; on the committee's own three groups everybody, the branch committees, and those who do
    the Party's office work; its committee and the full-time staff in every group below it (交叉覆盖, row 56).
    """
    rooms, posts = list(rooms), list(posts)
    found: Seats = {}
    _seat_members(found, rooms, memberships)
    _seat_officers(found, rooms, posts)
    _seat_across(found, rooms, posts, staff)
    return found


def _seat_members(found: Seats, rooms: list[Room], memberships: Iterable[Held]) -> None:
    own = {room.path: room.group_id for room in rooms if room.kind == GroupKind.BRANCH}
    wide = {room.path: room.group_id for room in rooms if room.kind == GroupKind.ALL_MEMBERS}
    for member in memberships:
        if group := own.get(member.path):
            found[group, member.person_id] = Seat(Part.MEMBER)
        for path in above(member.path):
            if group := wide.get(path):
                found[group, member.person_id] = Seat(Part.MEMBER)


def _seat_officers(found: Seats, rooms: list[Room], posts: list[Held]) -> None:
    """Those who hold posts below a committee meet in its two working groups; leaders lead what is theirs."""
    for room in rooms:
        for post in posts:
            key, seat = (room.group_id, post.person_id), Seat(Part.MEMBER)
            below = post.path.startswith(room.path)
            if (room.kind == GroupKind.COMMITTEE_WORK and below) or (
                room.kind == GroupKind.PARTY_AFFAIRS and below and post.title in LEADERS
            ):
                found.setdefault(key, seat)
            if key in found and post.title in LEADERS and post.path == room.path:
                found[key] = Seat(found[key].part, leads=True)


def _seat_across(found: Seats, rooms: list[Room], posts: list[Held], staff: Iterable[Held]) -> None:
    staff = list(staff)
    for room in rooms:
        for one in (*(post for post in posts if post.path == room.committee_path), *staff):
            if not (room.committee_path and room.path.startswith(one.path)):
                continue
            key = (room.group_id, one.person_id)
            part = found[key].part if key in found else Part.CROSS
            leads = one.title in LEADERS or (key in found and found[key].leads)
            found[key] = Seat(part, leads=leads)


def mentioned(text: str, names: Mapping[str, Iterable[int]]) -> set[int]:
    """People whose name stands after an @ in the text; `names` are those in the group, longer names win."""
    found: set[int] = set()
    for rest in re.split("[@＠]", text)[1:]:
        fitting = [name for name in names if name and rest.startswith(name)]
        if fitting:
            found.update(names[max(fitting, key=len)])
    return found


def may_recall(sent_at: datetime, at: datetime) -> bool:
    """Within a day."""
    return at - sent_at <= RECALL_WITHIN


def may_edit(sent_at: datetime, at: datetime) -> bool:
    """Within two minutes."""
    return at - sent_at <= EDIT_WITHIN


def is_too_long(text: str) -> bool:
    """More than 4 KiB as it is stored."""
    return len(text.encode("utf-8", "surrogatepass")) > LONGEST_TEXT


def can_be_stored(text: str) -> bool:
    """Whether a database takes its letters: no NUL, no half of a pair."""
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


_HAN = re.compile(r"[\u3400-\u9fff]+")
_OTHER = re.compile(r"[a-z0-9]+")


def words(text: str) -> set[str]:
    """What a message is found by: pairs of neighbouring Chinese characters, and words of letters and digits.

    Pairs find every name and every new word, which a dictionary cuts differently in the question and in the text.
    """
    lowered = text.lower()
    pairs = {run[i : i + 2] for run in _HAN.findall(lowered) for i in range(max(1, len(run) - 1))}
    return pairs | {word[:40] for word in _OTHER.findall(lowered)}


def asked_words(question: str) -> set[str]:
    """The words all of which a found message has; single characters cannot be asked of the index."""
    return {word for word in words(question) if len(word) > 1}
