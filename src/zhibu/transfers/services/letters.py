"""Letters of introduction: their numbers without a gap, issued, lost, void, receipted (rules.md 6.3)."""

import json
import secrets
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.drive.api import keep
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members import api as members
from zhibu.organisations.api import get_organisation
from zhibu.transfers.enums import Actor, LetterState, MessageKind, Route, State
from zhibu.transfers.errors import CodeTaken, DayWrong, LetterExpired, NotThisStep, ValidityTooLong, WrongKind
from zhibu.transfers.models import Letter, LetterHead, Peer, Transfer
from zhibu.transfers.queries.letters import get_letter
from zhibu.transfers.queries.parties import SYSTEM
from zhibu.transfers.queries.rules import rule_for
from zhibu.transfers.rules.clock import reminder_days, valid_until
from zhibu.transfers.rules.content import content_of
from zhibu.transfers.services.arriving import complete, paper
from zhibu.transfers.services.envelopes import send_message
from zhibu.transfers.services.leaving import still_there
from zhibu.transfers.services.numbers import letter_head, next_serial
from zhibu.transfers.services.steps import check_side, for_act, locked, plan, take

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # read aloud without mistakes
ON_THE_WAY = (State.ISSUED, State.IN_TRANSIT)
BEFORE_LEAVING = (State.DRAFT, State.BRANCH_CONFIRMED, State.COMMITTEE_APPROVED)


def issue(viewer: Viewer, *, transfer_id: int, valid_days: int, peer_id: int | None = None, at: datetime) -> Transfer:
    """The committee issues the letter with the next number; from now on the relation is on its way.

    An online one goes to a peer as a signed message. Raises ValidityTooLong, MovedMeanwhile, WrongKind.
    """
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "issue")
        still_there(transfer)
        peer = Peer.objects.filter(pk=peer_id or 0, active=True).first()
        if (transfer.route == Route.OUT_MESSAGE) != (peer is not None):
            raise WrongKind
        members.set_out(Viewer.system(viewer.name), person_id=transfer.person_id or 0, at=at)
        letter = write_letter(viewer, transfer, valid_days, at=at)
        take(viewer, transfer, State.ISSUED, at=at, note=transfer.letter_number)
        if peer is not None:
            send_message(transfer, peer, MessageKind.LETTER, json.loads(letter.content), at=at)
    return transfer


def reissue(viewer: Viewer, *, transfer_id: int, valid_days: int, words: str, at: datetime) -> Transfer:
    """A new letter for one that is lost or has run out; the old number is void and is never used again."""
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if transfer.state not in (State.EXPIRED, State.LOST):
            raise NotThisStep
        check_side(viewer, transfer, Actor.OUT_COMMITTEE)
        end_letter(viewer, transfer, reason=words, at=at)
        letter = write_letter(viewer, transfer, valid_days, at=at)
        if before := transfer.envelopes.select_related("peer").filter(outgoing=True).last():
            send_message(transfer, before.peer, MessageKind.LETTER, json.loads(letter.content), at=at)
        take(viewer, transfer, State.ISSUED, at=at, note=f"{transfer.letter_number} {words}".strip())
    return transfer


def write_letter(viewer: Viewer, transfer: Transfer, valid_days: int, *, at: datetime) -> Letter:
    """Take the next number, fix the content, plan the reminders. In the caller's transaction."""
    day = local_date(at)
    most = rule_for(transfer.kind, day).valid_days_most
    if not 1 <= valid_days <= most:
        raise ValidityTooLong(most)
    committee = get_organisation(SYSTEM, transfer.from_committee_id or 0)
    head = letter_head(committee.pk)
    serial = next_serial(committee.pk, day.year)
    number = f"{head.code}-{day.year}-{serial:04d}"
    by = Viewer.system(viewer.name)
    person = members.open_for_paper(by, person_id=transfer.person_id or 0, paper=f"介绍信 {number}", at=at)
    said = content_of(transfer, person, committee, head, number=number, valid_days=valid_days, day=day)
    letter = Letter.objects.create(
        transfer=transfer, committee=committee, year=day.year, serial=serial, number=number,
        code="".join(secrets.choice(ALPHABET) for _ in range(16)), issued_on=day, valid_days=valid_days,
        valid_until=valid_until(day, valid_days), content=json.dumps(said, ensure_ascii=False), issued_by=viewer.name,
    )  # fmt: skip
    transfer.letter_number, transfer.letter_issued_on, transfer.valid_until = number, day, letter.valid_until
    for occasion, on in reminder_days(day, valid_days).items():
        plan(transfer, occasion, on, mark=number)
    return letter


def change_head(viewer: Viewer, *, committee_id: int, at: datetime, **said: str) -> LetterHead:
    """Staff of the committee say what its letters show; letters that were issued stay as they are. Raises CodeTaken."""
    committee = get_organisation(viewer, committee_id, to="manage")
    try:
        with transaction.atomic():
            head = letter_head(committee.pk)
            for name, value in said.items():
                setattr(head, name, value.strip())
            head.save()
            audit(viewer, action="transfer.head", subject=f"organisation:{committee.pk}", at=at)
    except IntegrityError as taken:
        raise CodeTaken from taken
    return head


def end_letter(viewer: Viewer, transfer: Transfer, *, reason: str, at: datetime) -> None:
    """A letter that is still valid becomes void; its number stays. In the caller's transaction."""
    for letter in transfer.letters.select_for_update().filter(state=LetterState.VALID):
        letter.state, letter.void_reason, letter.ended_at = LetterState.VOID, reason.strip() or "—", at
        letter.save(update_fields=["state", "void_reason", "ended_at"])
        audit(viewer, action="transfer.letter_void", subject=f"letter:{letter.pk}", at=at, reason=reason,
              number=letter.number)  # fmt: skip


def come_back(viewer: Viewer, transfer: Transfer, *, at: datetime) -> None:
    """What was under way ends: the letter is void, the member is where he was. In the caller's transaction."""
    transfer.held_since, transfer.held_for = None, ""
    end_letter(viewer, transfer, reason=_("转接没有办成"), at=at)
    if transfer.goes_out and transfer.state not in BEFORE_LEAVING:
        members.come_back(Viewer.system(viewer.name), person_id=transfer.person_id or 0, at=at)


def depart(viewer: Viewer, *, transfer_id: int, at: datetime) -> Transfer:
    """The member has the letter and goes; in the system above, the committee has sent him on."""
    with transaction.atomic():
        transfer = for_act(viewer, transfer_id, "depart")
        if not transfer.letter_number:
            members.set_out(Viewer.system(viewer.name), person_id=transfer.person_id or 0, at=at)
        take(viewer, transfer, State.IN_TRANSIT, at=at)
    return transfer


def lose(viewer: Viewer, *, transfer_id: int, words: str, at: datetime) -> Transfer:
    """The letter is lost: its number is void at once, and the committee issues a new one after checking."""
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if transfer.state not in ON_THE_WAY or not transfer.letter_number:
            raise NotThisStep
        check_side(viewer, transfer, Actor.MEMBER, Actor.OUT_COMMITTEE)
        end_letter(viewer, transfer, reason=words, at=at)
        take(viewer, transfer, State.LOST, at=at, note=words.strip())
    return transfer


def register_receipt(
    viewer: Viewer,
    *,
    transfer_id: int,
    received_on: date,
    handler: str = "",
    file: "UploadedFile[Any] | None" = None,
    at: datetime,
) -> Transfer:
    """The receipt came back: it is pasted to the stub, and the member has left on the day he was received.

    Raises LetterExpired when he was received after the validity, DayWrong.
    """
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if not transfer.goes_out or transfer.state not in (*ON_THE_WAY, State.EXPIRED):
            raise NotThisStep
        check_side(viewer, transfer, Actor.OUT_COMMITTEE)
        _check_day(transfer, received_on, local_date(at))
        if file:
            transfer.receipt_file = keep(viewer, file, of=f"transfer.{transfer.pk}", at=at)
        gone(viewer, transfer, received_on, note=handler.strip(), at=at)
    return transfer


def _check_day(transfer: Transfer, received_on: date, today: date) -> None:
    if received_on > today or received_on < (transfer.letter_issued_on or transfer.started_at.date()):
        raise DayWrong
    if transfer.valid_until and received_on > transfer.valid_until:
        raise LetterExpired


def gone(viewer: Viewer, transfer: Transfer, received_on: date, *, note: str, at: datetime) -> None:
    """The relation has left the tree. In the caller's transaction."""
    still_there(transfer)
    transfer.received_on, by = received_on, Viewer.system(viewer.name)
    transfer.letters.filter(state=LetterState.VALID).update(state=LetterState.USED, ended_at=at)
    transfer.held_since, transfer.held_for = None, ""
    take(viewer, transfer, State.RECEIPT_RETURNED, at=at, note=note, tell=False)
    take(viewer, transfer, State.CLOSED, at=at)
    members.transfer_out(
        by, person_id=transfer.person_id or 0, went_to=transfer.to_unit, received_on=received_on,
        document=paper(transfer), at=at,
    )  # fmt: skip
    complete(viewer, transfer, on=received_on, at=at)


def read_letter(viewer: Viewer, *, letter_id: int, at: datetime) -> tuple[Letter, dict[str, Any]]:
    """A letter with what is printed on it, for its committee and the member; written down as a look."""
    letter = get_letter(viewer, letter_id)
    with transaction.atomic():
        audit(viewer, action="transfer.letter_read", subject=f"letter:{letter.pk}", at=at, number=letter.number)
    return letter, json.loads(letter.content)
