"""整建制转接: a list of members worked off in the background, chunk by chunk, each chunk whole or not at all."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.crypto import decrypt_bytes, encrypt_bytes
from zhibu.kernel.errors import Refused
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.members.errors import NotABranch
from zhibu.notify.api import send
from zhibu.organisations.api import branches, get_organisation
from zhibu.transfers.enums import BatchState, Ground, Kind, Series, State
from zhibu.transfers.errors import BatchRuns, DuesMonthWrong, NobodyToMove, NotACommittee, NotThisStep, TransferToItself
from zhibu.transfers.models import Batch, BatchLine, Letter, Sheets, Transfer
from zhibu.transfers.queries.batches import get_batch
from zhibu.transfers.queries.papers import letters_pdf
from zhibu.transfers.queries.parties import OFFICERS, SYSTEM, committee_above
from zhibu.transfers.rules.clock import months_back
from zhibu.transfers.services.arriving import take_over
from zhibu.transfers.services.letters import write_letter
from zhibu.transfers.services.starting import start
from zhibu.transfers.services.steps import take

CHUNK = 25  # members a transaction
A_SHEET = 50  # letters a file for the printer
CONTEXT = "transfers_sheets.sealed"
KEEP = timedelta(days=30)


def start_batch(
    viewer: Viewer,
    *,
    key: UUID,
    branch_id: int,
    to_branch_id: int | None = None,
    to_unit: str = "",
    addressee: str = "",
    document: str,
    paid_through: date,
    valid_days: int = 90,
    site: str = "",
    at: datetime,
) -> Batch:
    """The committee moves everybody on a branch's roll, on a decision. The same `key` again is the same list.

    Raises NotABranch, NotACommittee, TransferToItself, NobodyToMove, BatchRuns, DuesMonthWrong.
    """
    if there := Batch.objects.filter(key=key, started_by=viewer.name).first():
        return there
    branch, target = _branch(branch_id), _branch(to_branch_id) if to_branch_id else None
    committee = get_organisation(SYSTEM, committee_above(branch.path))
    if not viewer.holds(OFFICERS, committee.path):
        raise NotACommittee
    if target == branch:
        raise TransferToItself
    if not months_back(local_date(at), paid_through):
        raise DuesMonthWrong
    people = list(members.roll("").filter(branch=branch).values_list("person_id", flat=True))
    if not people:
        raise NobodyToMove
    fields = {
        "key": key, "committee": committee, "branch": branch, "to_branch": target, "addressee": addressee.strip(),
        "to_unit": target.name if target else to_unit.strip(), "document": document.strip(), "site": site,
        "paid_through": paid_through.replace(day=1), "valid_days": valid_days, "total": len(people), "started_at": at,
        "started_by": viewer.name,
    }  # fmt: skip
    try:
        with transaction.atomic():
            batch = Batch.objects.create(**fields)
            BatchLine.objects.bulk_create((BatchLine(batch=batch, person_id=pk) for pk in people), batch_size=500)
            subject = f"batch:{batch.pk}"
            audit(viewer, action="batch.started", subject=subject, at=at, document=document, count=len(people))
            run_at("transfers.batch", key=f"batch:{batch.pk}", due_at=at, batch_id=batch.pk)
    except IntegrityError as runs:
        raise BatchRuns from runs
    return batch


def _branch(pk: int) -> Any:
    found = branches(SYSTEM).filter(pk=pk).first()
    if found is None:
        raise NotABranch
    return found


def work_on_batches(*, at: datetime, batch_id: int | None = None) -> int:
    """Work off open lists until each is done or waits for its receiver; gives how many chunks were done."""
    open_ones = Batch.objects.exclude(state__in=[BatchState.DONE, BatchState.READY])
    chunks = 0
    wanted = open_ones.filter(pk=batch_id) if batch_id else open_ones
    for pk in list(wanted.values_list("pk", flat=True)):
        while _chunk(pk, at):
            chunks += 1
    return chunks


def _chunk(pk: int, at: datetime) -> bool:
    """One chunk of one list, under its lock; False when nothing is left to do now."""
    with transaction.atomic():
        batch = Batch.objects.select_for_update().get(pk=pk)
        if batch.state == BatchState.MOVING:
            return _move_some(batch, at)
        if batch.state == BatchState.RECEIVING:
            return _receive_some(batch, at)
        return batch.state == BatchState.PRINTING and _print_some(batch)


def _move_some(batch: Batch, at: datetime) -> bool:
    lines = list(batch.lines.filter(transfer=None, trouble="").order_by("pk")[:CHUNK])
    for line in lines:
        _attempt(line, _move, batch, at)
    batch.done += len(lines)
    if batch.done >= batch.total:
        batch.state = BatchState.READY if batch.to_branch_id else BatchState.PRINTING
        batch.done = 0
    batch.save(update_fields=["done", "state"])
    return True


def _receive_some(batch: Batch, at: datetime) -> bool:
    lines = list(batch.lines.exclude(transfer=None).filter(received=False, trouble="").order_by("pk")[:CHUNK])
    for line in lines:
        _attempt(line, _receive, batch, at)
    batch.done = batch.lines.filter(received=True).count()
    if len(lines) < CHUNK:
        batch.state = BatchState.DONE
    batch.save(update_fields=["done", "state"])
    return True


def _attempt(line: BatchLine, act: Callable[[BatchLine, Batch, datetime], None], batch: Batch, at: datetime) -> None:
    """One member; what cannot be done for him is written down and stops nobody else."""
    try:
        with transaction.atomic():
            act(line, batch, at)
    except Refused as refused:
        line.trouble = str(refused)[:200]
    line.save()


def _move(line: BatchLine, batch: Batch, at: datetime) -> None:
    """Asked, confirmed and approved by the one decision; for the outside the letter too."""
    by = Viewer.system(batch.started_by)
    transfer = start(
        by, key=uuid5(batch.key, str(line.person_id)), kind=Kind.WHOLE_UNIT, ground=Ground.UNIT_REORGANISED,
        person_id=line.person_id, to_branch_id=batch.to_branch_id, to_unit="" if batch.to_branch_id else batch.to_unit,
        addressee=batch.addressee, note=batch.document, quiet=True, at=at,
    )  # fmt: skip
    transfer.paid_through = batch.paid_through
    for state in (State.BRANCH_CONFIRMED, State.COMMITTEE_APPROVED):
        take(by, transfer, state, at=at, note=batch.document, tell=False)
    if transfer.goes_out:
        members.set_out(by, person_id=line.person_id, at=at)
        write_letter(by, transfer, batch.valid_days, at=at)
        take(by, transfer, State.ISSUED, at=at, note=transfer.letter_number, tell=False)
    _tell(by, transfer, at)
    line.transfer = transfer


def _tell(by: Viewer, transfer: Transfer, at: datetime) -> None:
    url, key = reverse("transfers:transfer", args=[transfer.pk]), f"transfer:{transfer.pk}:whole"
    sentence = _("您所在单位整建制转接，您的组织关系正在转往%(there)s。") % {"there": transfer.to_unit}
    send(by, person_ids=[transfer.person_id or 0], sentence=sentence, key=key, url=url, at=at)


def _receive(line: BatchLine, batch: Batch, at: datetime) -> None:
    transfer = Transfer.objects.select_for_update().get(pk=line.transfer_id or 0)
    if transfer.state != State.COMMITTEE_APPROVED:
        raise NotThisStep
    take_over(Viewer.system(batch.received_by), transfer, at=at)
    line.received = True


def _print_some(batch: Batch) -> bool:
    """The next file for the printer; letters share its fonts."""
    rows = Letter.objects.filter(transfer__in=batch.lines.values("transfer_id")).order_by("year", "serial")
    printed = sum(batch.sheets.values_list("letters", flat=True))
    some = list(rows[printed : printed + A_SHEET])
    if some:
        address = {row.pk: batch.site + reverse("verify", args=[row.code]) for row in some}
        content = letters_pdf([(row, json.loads(row.content), address[row.pk]) for row in some])
        Sheets.objects.create(
            batch=batch, number=batch.sheets.count() + 1, letters=len(some),
            sealed=encrypt_bytes(content, context=CONTEXT),
        )  # fmt: skip
    batch.done = printed + len(some)
    if len(some) < A_SHEET:
        batch.state = BatchState.DONE
    batch.save(update_fields=["done", "state"])
    return True


def receive_batch(viewer: Viewer, *, batch_id: int, at: datetime) -> Batch:
    """The new branch takes everybody over; the work goes on in the background. Raises NotThisStep."""
    with transaction.atomic():
        found = get_batch(viewer, batch_id, to="receive")
        batch = Batch.objects.select_for_update().get(pk=found.pk)
        if batch.state != BatchState.READY:
            raise NotThisStep
        batch.state, batch.received_by = BatchState.RECEIVING, viewer.name
        batch.save(update_fields=["state", "received_by"])
        audit(viewer, action="batch.received", subject=f"batch:{batch.pk}", at=at)
        run_at("transfers.batch", key=f"batch:{batch.pk}:receive", due_at=at, batch_id=batch.pk)
    return batch


def read_sheets(viewer: Viewer, *, batch_id: int, number: int, at: datetime) -> tuple[str, bytes]:
    """Name and content of a file for the printer; written down as a look. Raises NoSuchTransfer."""
    batch = get_batch(viewer, batch_id, to="print")
    sheets = batch.sheets.filter(number=number).first()
    if sheets is None:
        raise NotThisStep
    with transaction.atomic():
        audit(viewer, action="batch.sheets_read", subject=f"batch:{batch.pk}", at=at, number=number)
    return f"{Series.LETTER}-{batch.pk}-{number}.pdf", decrypt_bytes(bytes(sheets.sealed), context=CONTEXT)


def forget_sheets(*, at: datetime) -> int:
    """Files for the printer are kept for thirty days; a letter can always be printed alone."""
    with transaction.atomic():
        return Sheets.objects.filter(batch__state=BatchState.DONE, batch__started_at__lt=at - KEEP).delete()[0]
