"""A roster comes in: preview, and keeping the file sealed until somebody decides."""

import dataclasses
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from io import BytesIO
from itertools import islice
from typing import BinaryIO
from uuid import UUID

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.crypto import decrypt_bytes, encrypt_bytes
from zhibu.kernel.viewer import Viewer
from zhibu.members.errors import FileForgotten, NoSuchImport
from zhibu.members.models import RosterImport
from zhibu.members.queries import known_branches, manages, may_import
from zhibu.members.queries.people import MANAGERS
from zhibu.members.queries.roster import SHOWN_PROBLEMS
from zhibu.members.rules.roster import guard
from zhibu.members.rules.roster.problems import Problem
from zhibu.members.rules.roster.reading import Preview, Roster
from zhibu.members.rules.roster.rows import RosterRow
from zhibu.members.services.roster_writing import Plan, plan_rows

logger = logging.getLogger(__name__)
CHUNK = 1000
# A roster holds class A data (rules.md 10.2): the file goes when its purpose is reached.
KEEP_FILES = timedelta(days=7)
_CONTEXT = "members.roster"


def preview_roster(viewer: Viewer, *, file: BinaryIO, at: datetime) -> Preview:
    """What a roster would do, with every problem; nothing is kept. Raises UnreadableFile."""
    roster = open_roster(viewer, file=file, at=at)
    preview = Preview(0, [], [])
    for chunk in chunks(roster):
        preview.rows += len(chunk)
        preview.problems.extend(problem for row in chunk for problem in row.problems)
        _count(preview, plan_chunk(viewer, roster, chunk))
    preview.problems.extend(roster.late_problems)
    preview.new_branches = roster.new_branches
    preview.sort()
    return preview


def open_roster(viewer: Viewer, *, file: BinaryIO, at: datetime, known: Mapping[str, int] | None = None) -> Roster:
    """A roster to read against the branches whose register the viewer keeps."""
    if not may_import(viewer):
        raise NoSuchImport
    return Roster(file, today=local_date(at), known_branches=known_branches(viewer) if known is None else known)


def chunks(rows: Iterable[RosterRow], size: int = CHUNK) -> Iterator[list[RosterRow]]:
    """Rows in lists of `size`."""
    stream = iter(rows)
    while chunk := list(islice(stream, size)):
        yield chunk


def plan_chunk(viewer: Viewer, roster: Roster, chunk: list[RosterRow]) -> Plan:
    """What the good rows of a chunk would do."""
    good = [row for row in chunk if row.is_good]
    return plan_rows(good, letters=roster.letters, managed=manages(viewer))


def _count(preview: Preview, plan: Plan) -> None:
    preview.problems.extend(plan.problems)
    for name, count in (
        ("new", len(plan.new)),
        ("changed", len(plan.changed)),
        ("same", plan.same),
        ("moved", plan.moved),
    ):
        preview.plan[name] = preview.plan.get(name, 0) + count


def upload_roster(viewer: Viewer, *, file: BinaryIO, name: str, key: UUID, at: datetime) -> RosterImport:
    """Preview a roster and keep it, sealed, for the decision. The same `key` again gives the same import."""
    if (known := RosterImport.objects.filter(key=key).first()) is not None:
        return known
    preview = preview_roster(viewer, file=file, at=at)
    stored_as = keep_file(file, key)
    try:
        return _note_upload(viewer, preview, name=name, key=key, stored_as=stored_as, at=at)
    except IntegrityError:
        return RosterImport.objects.get(key=key)


@transaction.atomic
def _note_upload(
    viewer: Viewer, preview: Preview, *, name: str, key: UUID, stored_as: str, at: datetime
) -> RosterImport:
    roster = RosterImport.objects.create(
        key=key, account_id=viewer.account_id, uploaded_by=viewer.name, uploaded_at=at, file_name=name[-120:],
        scope_path=next(iter(viewer.paths(MANAGERS)), ""), stored_as=stored_as, rows=preview.rows,
        bad_rows=len(preview.bad_rows), new_branches=preview.new_branches, plan=preview.plan,
        problem_counts=Counter(problem.code for problem in preview.problems),
        problems=_kept(preview.problems),
    )  # fmt: skip
    record(viewer, action="roster.upload", subject=f"roster:{roster.pk}", at=at, rows=preview.rows)
    return roster


def _kept(problems: list[Problem]) -> str:
    shown = [dataclasses.asdict(problem) for problem in problems[:SHOWN_PROBLEMS]]
    return json.dumps(shown, default=str, ensure_ascii=False) if shown else ""


def keep_file(file: BinaryIO, key: UUID) -> str:
    """Store an upload sealed; returns where."""
    file.seek(0)
    sealed = encrypt_bytes(file.read(guard.MAX_BYTES + 1), context=_CONTEXT)
    return default_storage.save(f"rosters/{key}.sealed", ContentFile(sealed))


def kept_file(roster: RosterImport) -> BinaryIO:
    """The upload, opened. Raises FileForgotten."""
    if not roster.stored_as or not default_storage.exists(roster.stored_as):
        raise FileForgotten
    with default_storage.open(roster.stored_as) as sealed:
        return BytesIO(decrypt_bytes(sealed.read(), context=_CONTEXT))


def forget_old_files(*, at: datetime) -> int:
    """Delete uploads whose time is over; the counts of the import stay."""
    old = list(RosterImport.objects.filter(uploaded_at__lt=at - KEEP_FILES).exclude(stored_as=""))
    for roster in old:
        default_storage.delete(roster.stored_as)
        RosterImport.objects.filter(pk=roster.pk).update(stored_as="", problems="")
    return len(old)
