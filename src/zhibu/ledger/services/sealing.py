"""Sealing the ledger: Merkle roots per organisation, chained one to the next, and finding what was changed since.

Why a seal takes two steps stands in zhibu.kernel.seals.
"""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import Max

from zhibu.audit.api import latest
from zhibu.audit.api import record as audit
from zhibu.kernel import seals
from zhibu.kernel.seals import Mark
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.models import Entry, Seal

COLUMNS = (
    "organisation_id", "id", "kind", "member_id", "occurred_at", "recorded_at", "recorded_by", "quantity", "mode",
    "evidence", "source_app", "source_key", "title", "url", "reverses_id", "reason",
)  # fmt: skip
_LINKED = ("organisation_id", "number", "first_entry_id", "last_entry_id", "entries", "root", "previous", "sealed_at")


def mark() -> Mark:
    """Note how far the ledger reaches; `seal` takes it a little later."""
    return seals.mark(Entry)


def seal(viewer: Viewer, *, up_to: Mark, at: datetime) -> int | None:
    """Seal what is new up to a mark; gives how many seals, or None while a writer of the mark is not done."""
    if not seals.is_settled(Entry, up_to):
        return None
    with transaction.atomic():
        done = Seal.objects.aggregate(last=Max("last_entry_id"))["last"] or 0
        rows = _rows(after=done, up_to=up_to.last_id)
        heads = _heads()
        new = [_next_seal(heads.get(key), key, list_of, at) for key, list_of in groupby(rows, itemgetter(0))]
        Seal.objects.bulk_create(new, batch_size=500)
        if new:
            subject = f"entry:{up_to.last_id}"
            audit(viewer, action="ledger.sealed", subject=subject, at=at, seals=len(new), heads=_digest_of_heads())
    return len(new)


def _rows(*, after: int, up_to: int | None = None) -> Iterator[tuple[Any, ...]]:
    wanted = Entry.objects.filter(pk__gt=after)
    if up_to is not None:
        wanted = wanted.filter(pk__lte=up_to)
    return wanted.order_by("organisation_id", "pk").values_list(*COLUMNS).iterator(chunk_size=5000)


def _heads() -> dict[int, Seal]:
    """The last seal of each organisation."""
    last = Seal.objects.values("organisation_id").annotate(number=Max("number"))
    numbers = {row["organisation_id"]: row["number"] for row in last}
    found = Seal.objects.filter(number__in=set(numbers.values()))
    return {seal.organisation_id: seal for seal in found if numbers[seal.organisation_id] == seal.number}


def _next_seal(head: Seal | None, organisation_id: int, rows: Iterator[tuple[Any, ...]], at: datetime) -> Seal:
    tree = seals.Merkle()
    ids: list[int] = []
    for row in rows:
        tree.add(seals.leaf(row))
        ids = [*ids[:1], row[1]]
    new = Seal(
        organisation_id=organisation_id, number=head.number + 1 if head else 1, first_entry_id=ids[0],
        last_entry_id=ids[-1], entries=tree.count, root=tree.root(), previous=head.digest if head else "", sealed_at=at,
    )  # fmt: skip
    new.digest = _link(new)
    return new


def _link(seal: Seal) -> str:
    return seals.link(getattr(seal, name) for name in _LINKED)


def _digest_of_heads() -> str:
    return seals.link(seal.digest for _, seal in sorted(_heads().items()))


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that does not agree with a seal. `organisation_id` 0 means the ledger as a whole."""

    code: str
    organisation_id: int
    number: int
    first_entry_id: int
    last_entry_id: int

    def __str__(self) -> str:
        where = f"{self.first_entry_id}-{self.last_entry_id}"
        return f"{self.code}: organisation {self.organisation_id}, seal {self.number}, entries {where}"

    as_dict = asdict


def verify() -> Iterator[Finding]:
    """Every disagreement between the entries and their seals: changed, deleted, inserted, broken or missing seals."""
    chains: dict[int, list[Seal]] = {}
    for found in Seal.objects.order_by("organisation_id", "number"):
        chains.setdefault(found.organisation_id, []).append(found)
    boundary = max((chain[-1].last_entry_id for chain in chains.values()), default=0)
    for organisation_id, rows in groupby(_rows(after=-(2**63), up_to=boundary), itemgetter(0)):
        yield from _verify_chain(organisation_id, chains.pop(organisation_id, []), rows)
    for organisation_id, chain in chains.items():
        yield from _verify_chain(organisation_id, chain, iter(()))
    yield from _verify_heads(boundary)


def _verify_heads(boundary: int) -> Iterator[Finding]:
    """The audit log, a chain of its own, remembers the last seals: cutting off the end of a chain shows too."""
    told = latest("ledger.sealed")
    if told is not None and told.detail["heads"] != _digest_of_heads():
        yield Finding("seals_missing", 0, 0, boundary, boundary)


def _verify_chain(organisation_id: int, chain: list[Seal], rows: Iterator[tuple[Any, ...]]) -> Iterator[Finding]:
    row = next(rows, None)
    previous = ""
    for position, found in enumerate(chain, start=1):
        tree = seals.Merkle()
        while row is not None and row[1] <= found.last_entry_id:
            tree.add(seals.leaf(row))
            row = next(rows, None)
        for code in _faults(found, tree, previous, position):
            yield Finding(code, organisation_id, found.number, found.first_entry_id, found.last_entry_id)
        previous = found.digest
    if row is not None:  # below the boundary of a finished run, yet in no seal
        ids = [row[1], *(item[1] for item in rows)]
        yield Finding("inserted", organisation_id, len(chain), ids[0], ids[-1])


def _faults(found: Seal, tree: seals.Merkle, previous: str, position: int) -> list[str]:
    faults = []
    if found.number != position or found.previous != previous or found.digest != _link(found):
        faults.append("chain_broken")
    if tree.count != found.entries:
        faults.append("deleted" if tree.count < found.entries else "inserted")
    elif tree.root() != found.root:
        faults.append("changed")
    return faults
