"""Writing facts down, once, at their source."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from zhibu.kernel.prepared import Insertion
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import Evidence, Mode, is_declared
from zhibu.ledger.errors import UnknownKind
from zhibu.ledger.models import Entry

BATCH = 500
# Django has no INSERT that both skips conflicts and returns keys.
_INSERTION = Insertion(Entry, unless_there="source_app, source_key", returning="id, source_app, source_key")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What an app reports. `source_key` is unique in the app: the same fact reported twice is one entry.

    `quantity` is in tenths of the kind's unit: 10 is "once", 40 is four class hours.
    """

    kind: str
    member_id: int
    organisation_id: int
    occurred_at: datetime
    source_app: str
    source_key: str
    mode: Mode
    evidence: Evidence
    quantity: int = 10
    title: str = ""
    url: str = ""


def record(viewer: Viewer, fact: Fact, *, at: datetime) -> Entry:
    """Write one fact in the caller's transaction; the same source again gives the entry that is there.

    One statement for a new fact: this stands in the way of every check-in.
    """
    entry = _entry(viewer, fact, at)
    written = _INSERTION.rows([entry])
    if not written:
        return Entry.objects.get(source_app=fact.source_app, source_key=fact.source_key)
    entry.pk = written[0][0]
    return entry


def record_many(viewer: Viewer, facts: list[Fact], *, at: datetime) -> list[Entry]:
    """Write many facts, 500 a statement; those already there stay as they are. One entry for each fact given."""
    entries = {(fact.source_app, fact.source_key): _entry(viewer, fact, at) for fact in facts}
    for batch in _batches(list(entries.values())):
        for pk, app, key in _INSERTION.rows(batch):
            entries[app, key].pk = pk
    _fetch_those_there(entries)
    return [entries[fact.source_app, fact.source_key] for fact in facts]


def _fetch_those_there(entries: dict[tuple[str, str], Entry]) -> None:
    there = [source for source, entry in entries.items() if entry.pk is None]
    for batch in _batches(there):
        apps, keys = {app for app, _ in batch}, {key for _, key in batch}
        for entry in Entry.objects.filter(source_app__in=apps, source_key__in=keys):
            if (entry.source_app, entry.source_key) in entries:
                entries[entry.source_app, entry.source_key] = entry


def _batches(items: list[T]) -> Iterator[list[T]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))


def _entry(viewer: Viewer, fact: Fact, at: datetime) -> Entry:
    if not is_declared(fact.kind):
        raise UnknownKind(code=f"unknown_kind:{fact.kind}")
    return Entry(
        kind=fact.kind, member_id=fact.member_id, organisation_id=fact.organisation_id,
        occurred_at=min(fact.occurred_at, at), recorded_at=at, recorded_by=viewer.name, quantity=fact.quantity,
        mode=fact.mode, evidence=fact.evidence, source_app=fact.source_app, source_key=fact.source_key,
        title=fact.title, url=fact.url,
    )  # fmt: skip
