"""The daily three-way reconciliation: our orders, the gateway's statement, the bank's file."""

import csv
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import Difference, Outcome, StatementKind, Told
from zhibu.dues.errors import AlreadyDecided, AmountUnreadable, NoSuchDues, ReasonNeeded, StatementWrong
from zhibu.dues.models import Finding, Reconciliation, Statement, StatementLine
from zhibu.dues.queries.checking import get_finding, lines_of, paid_here
from zhibu.dues.queries.people import is_treasurer
from zhibu.dues.rules.amounts import fen_of
from zhibu.dues.rules.comparing import Compared, compare
from zhibu.dues.services.bookkeeping import settle_clearing
from zhibu.dues.services.gateways import COUNTER, gateway
from zhibu.dues.services.gateways.port import Said
from zhibu.dues.services.transition import tell
from zhibu.kernel.prepared import Insertion
from zhibu.kernel.viewer import Viewer

COLUMNS = ["day", "number", "amount_yuan", "reference"]
TOTAL = "TOTAL"
_LINES = Insertion(StatementLine, unless_there="statement_id, number")
_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Taken:
    """A line as it was read."""

    number: str
    amount_fen: int
    reference: str


def fetch_statement(viewer: Viewer, *, day: date, gateway_code: str, at: datetime) -> Statement:
    """Ask the gateway for its statement of a day; asked again it replaces what it said before."""
    _treasurer(viewer)
    lines = [Taken(line.number, line.amount_fen, line.reference) for line in gateway(gateway_code).statement(day)]
    digest = hashlib.sha256(repr(lines).encode()).hexdigest()
    return _keep(viewer, StatementKind.GATEWAY, day, gateway_code, lines, digest, at)


def import_bank_file(viewer: Viewer, *, content: bytes, day: date, gateway_code: str, at: datetime) -> Statement:
    """Take in the bank's file of a day (CSV: day, number, amount_yuan, reference; last line TOTAL, count, sum).

    A file whose total or count does not agree with its lines, with another day, or with an order twice is refused
    whole. Raises NoSuchDues, StatementWrong.
    """
    _treasurer(viewer)
    lines = _read(content, day)
    return _keep(viewer, StatementKind.BANK, day, gateway_code, lines, hashlib.sha256(content).hexdigest(), at)


def _treasurer(viewer: Viewer) -> None:
    if not is_treasurer(viewer):
        raise NoSuchDues


def _read(content: bytes, day: date) -> list[Taken]:
    try:
        rows = [row for row in csv.reader(StringIO(content.decode("utf-8-sig"))) if row]
        if not rows or rows[0] != COLUMNS or rows[-1][0] != TOTAL:
            raise StatementWrong
        body, total = rows[1:-1], rows[-1]
        lines = [Taken(number.strip(), fen_of(yuan), reference) for _day, number, yuan, reference in body]
        told = (int(total[1]), fen_of(total[2]))
    except (UnicodeDecodeError, csv.Error, ValueError, IndexError, AmountUnreadable) as broken:
        raise StatementWrong from broken
    is_whole = told == (len(lines), sum(line.amount_fen for line in lines))
    is_clear = len({line.number for line in lines}) == len(lines) and {row[0] for row in body} <= {day.isoformat()}
    if not (is_whole and is_clear and all(map(_fits, lines))):
        raise StatementWrong
    return lines


def _fits(line: Taken) -> bool:
    """No payment of ours has a longer number, a longer reference or a larger sum."""
    texts = (line.number, 24), (line.reference, 64)
    return all(len(text) <= most and "\0" not in text for text, most in texts) and line.amount_fen < 2**31


def _keep(
    viewer: Viewer, kind: str, day: date, gateway_code: str, lines: list[Taken], digest: str, at: datetime
) -> Statement:
    with transaction.atomic():
        there = Statement.objects.select_for_update().filter(kind=kind, day=day, gateway=gateway_code).first()
        if there and there.sha256 == digest:
            return there
        if there:
            there.delete()
        made = Statement.objects.create(
            kind=kind, day=day, gateway=gateway_code, sha256=digest, lines=len(lines), taken_by=viewer.name,
            total_fen=sum(line.amount_fen for line in lines), taken_at=at,
        )  # fmt: skip
        for start in range(0, len(lines), _AT_ONCE):
            batch = lines[start : start + _AT_ONCE]
            _LINES.values([(made.pk, line.number, line.amount_fen, line.reference) for line in batch])
        return made


def reconcile(viewer: Viewer, *, day: date, gateway_code: str, at: datetime) -> Reconciliation:
    """Compare the three books of a day. What only the gateway knows comes in through the one transition first.

    Comparing again replaces open findings; settled ones of the same order stay. When everything agrees and the bank's
    file is there, the clearing account is settled to the bank.
    """
    _treasurer(viewer)
    if gateway_code != COUNTER:
        fetch_statement(viewer, day=day, gateway_code=gateway_code, at=at)
    with transaction.atomic():
        _catch_up(viewer, day, gateway_code, at)
        found = _compared(day, gateway_code)
        row = _store(viewer, day, gateway_code, found, at)
        if found.has_bank and gateway_code != COUNTER and not row.findings.filter(settled_at=None).exists():
            settle_clearing(viewer, day=day, gateway=gateway_code, at=at)
        audit(viewer, action="dues.reconciled", subject=f"reconciliation:{row.pk}", at=at,
              findings=len(found.differences))  # fmt: skip
    return row


def _catch_up(viewer: Viewer, day: date, gateway_code: str, at: datetime) -> None:
    """Notices that were lost: paid there, not here."""
    here = paid_here(day, gateway_code)
    for number, (fen, reference) in lines_of(StatementKind.GATEWAY, day, gateway_code).items():
        if number not in here:
            said = Said(number=number, outcome=Outcome.PAID, amount_fen=fen, reference=reference,
                        happened_at=datetime.combine(day, at.timetz()))  # fmt: skip
            _tell_known(viewer, said, at)


def _tell_known(viewer: Viewer, said: Said, at: datetime) -> None:
    try:
        tell(viewer, said, told=Told.RECONCILIATION, at=at)
    except NoSuchDues:  # money for an order that we never made: a finding, not an entry
        return


def _compared(day: date, gateway_code: str) -> Compared:
    def amounts(kind: str) -> dict[str, int]:
        return {number: fen for number, (fen, _reference) in lines_of(kind, day, gateway_code).items()}

    has_bank = Statement.objects.filter(kind=StatementKind.BANK, day=day, gateway=gateway_code).exists()
    there = amounts(StatementKind.GATEWAY) if gateway_code != COUNTER else None
    return compare(paid_here(day, gateway_code), there, amounts(StatementKind.BANK) if has_bank else None)


def _store(viewer: Viewer, day: date, gateway_code: str, found: Compared, at: datetime) -> Reconciliation:
    row, _new = Reconciliation.objects.update_or_create(
        day=day, gateway=gateway_code,
        defaults={
            "here_count": found.here[0], "here_fen": found.here[1], "gateway_count": found.gateway[0],
            "gateway_fen": found.gateway[1], "bank_count": found.bank[0], "bank_fen": found.bank[1],
            "agreed": found.agreed, "done_by": viewer.name, "done_at": at,
        },
    )  # fmt: skip
    row.findings.filter(settled_at=None).delete()
    settled = set(row.findings.values_list("number", flat=True))
    Finding.objects.bulk_create(_findings(row, found, settled), batch_size=_AT_ONCE)
    return row


def _findings(row: Reconciliation, found: Compared, settled: set[str]) -> Iterable[Finding]:
    for number, difference, here, there, bank in found.differences:
        if number not in settled:
            yield Finding(
                reconciliation=row, number=number[:24], difference=Difference(difference), here_fen=here,
                gateway_fen=there, bank_fen=bank,
            )  # fmt: skip


def settle_finding(viewer: Viewer, *, finding_id: int, note: str, at: datetime) -> Finding:
    """Write down how a difference was settled. Raises NoSuchDues, ReasonNeeded, AlreadyDecided."""
    found = get_finding(viewer, finding_id)
    if not note.strip():
        raise ReasonNeeded
    with transaction.atomic():
        rows = Finding.objects.filter(pk=found.pk, settled_at=None)
        if not rows.update(settled_at=at, settled_by=viewer.name, note=note.strip()[:200]):
            raise AlreadyDecided
        audit(viewer, action="dues.difference_settled", subject=f"reconciliation:{found.reconciliation_id}", at=at,
              reason=note, number=found.number)  # fmt: skip
    return get_finding(viewer, finding_id)
