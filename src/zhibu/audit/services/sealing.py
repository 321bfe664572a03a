"""Sealing the audit log: one chain over all rows. Why a seal takes two steps stands in zhibu.kernel.seals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from zhibu.audit.models import AuditRow, AuditSeal
from zhibu.kernel import seals
from zhibu.kernel.seals import Mark

COLUMNS = ("id", "at", "actor", "actor_id", "action", "subject", "reason", "detail")
LOWEST = -(2**63)


def mark() -> Mark:
    """Note how far the log reaches; `seal` takes it a little later."""
    return seals.mark(AuditRow)


def seal(*, up_to: Mark, at: datetime) -> AuditSeal | None:
    """Add the next link of the chain; None when nothing is new or somebody of the mark still writes."""
    if not seals.is_settled(AuditRow, up_to):
        return None
    with transaction.atomic():
        head = AuditSeal.objects.select_for_update().order_by("-last_row_id").first()
        after = head.last_row_id if head else LOWEST
        tree, first, last = _tree(_rows(after, up_to.last_id))
        if not tree.count:
            return None
        new = AuditSeal(
            first_row_id=first, last_row_id=last, rows=tree.count, previous=head.digest if head else "", sealed_at=at
        )
        new.digest = _digest(new, tree)
        new.save(force_insert=True)
        return new


def _rows(after: int, up_to: int) -> Iterator[tuple[Any, ...]]:
    wanted = AuditRow.objects.filter(pk__gt=after, pk__lte=up_to).order_by("pk")
    return wanted.values_list(*COLUMNS).iterator(chunk_size=5000)


def _tree(rows: Iterator[tuple[Any, ...]]) -> tuple[seals.Merkle, int, int]:
    tree, first, last = seals.Merkle(), 0, 0
    for row in rows:
        first, last = first or row[0], row[0]
        tree.add(seals.leaf(row))
    return tree, first, last


def _digest(of: AuditSeal, tree: seals.Merkle) -> str:
    return seals.link([of.first_row_id, of.last_row_id, of.rows, tree.root(), of.previous, of.sealed_at])


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of the log that is not as it was sealed."""

    code: str
    first_row_id: int
    last_row_id: int

    def __str__(self) -> str:
        return f"{self.code}: rows {self.first_row_id}-{self.last_row_id}"


def verify() -> Iterator[Finding]:
    """Every link whose rows were changed, deleted or added to, or that no longer follows the one before."""
    previous, after = "", LOWEST
    for link in AuditSeal.objects.order_by("last_row_id"):
        tree, _, _ = _tree(_rows(after, link.last_row_id))
        if code := _fault(link, tree, previous):
            yield Finding(code, link.first_row_id, link.last_row_id)
        previous, after = link.digest, link.last_row_id


def _fault(link: AuditSeal, tree: seals.Merkle, previous: str) -> str:
    if link.previous != previous:
        return "chain_broken"
    if tree.count != link.rows:
        return "deleted" if tree.count < link.rows else "inserted"
    return "" if _digest(link, tree) == link.digest else "changed"
