"""Writing facts down, once, at their source."""

from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from zhibu.kernel.viewer import Viewer
from zhibu.ledger.enums import Evidence, Mode, kinds
from zhibu.ledger.errors import AlreadyReversed, UnknownKind
from zhibu.ledger.models import Entry


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
    """Write one fact in the caller's transaction; the same source again gives the entry that is there."""
    return record_many(viewer, [fact], at=at)[0]


def record_many(viewer: Viewer, facts: list[Fact], *, at: datetime) -> list[Entry]:
    """Write many facts in one statement; those already there stay as they are."""
    if unknown := {fact.kind for fact in facts} - kinds().keys():
        raise UnknownKind(code=f"unknown_kind:{sorted(unknown)[0]}")
    Entry.objects.bulk_create((_entry(viewer, fact, at) for fact in facts), ignore_conflicts=True, batch_size=500)
    wanted = {(fact.source_app, fact.source_key) for fact in facts}
    apps, keys = {app for app, _ in wanted}, {key for _, key in wanted}
    found = Entry.objects.filter(source_app__in=apps, source_key__in=keys)
    by_source = {(entry.source_app, entry.source_key): entry for entry in found}
    return [by_source[fact.source_app, fact.source_key] for fact in facts]


def _entry(viewer: Viewer, fact: Fact, at: datetime) -> Entry:
    return Entry(
        kind=fact.kind, member_id=fact.member_id, organisation_id=fact.organisation_id,
        occurred_at=min(fact.occurred_at, at), recorded_at=at, recorded_by=viewer.name, quantity=fact.quantity,
        mode=fact.mode, evidence=fact.evidence, source_app=fact.source_app, source_key=fact.source_key,
        title=fact.title, url=fact.url,
    )  # fmt: skip


def reverse(viewer: Viewer, *, source_app: str, source_key: str, reason: str, at: datetime) -> Entry:
    """Take a fact back by a new entry with the negative quantity and the reason. Raises AlreadyReversed."""
    old = Entry.objects.get(source_app=source_app, source_key=source_key)
    try:
        with transaction.atomic():
            return Entry.objects.create(
                kind=old.kind, member_id=old.member_id, organisation_id=old.organisation_id,
                occurred_at=old.occurred_at, recorded_at=at, recorded_by=viewer.name, quantity=-old.quantity,
                mode=old.mode, evidence=old.evidence, source_app=source_app, source_key=f"{source_key}~{old.pk}",
                title=old.title, url=old.url, reverses=old, reason=reason,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyReversed from error
