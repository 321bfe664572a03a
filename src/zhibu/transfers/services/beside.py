"""Beside the way: waiting, sending back, taking back."""

from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.realtime import api as realtime
from zhibu.transfers.enums import Actor, HoldReason, MessageKind, RejectReason, State
from zhibu.transfers.errors import NotThisStep, ReasonNeeded
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.exchange import is_refused
from zhibu.transfers.queries.pages import rejecter
from zhibu.transfers.rules.routes import may_reject, may_withdraw
from zhibu.transfers.services.envelopes import answer
from zhibu.transfers.services.letters import come_back
from zhibu.transfers.services.steps import check_side, locked, take


def hold(viewer: Viewer, *, transfer_id: int, reason: str, words: str = "", at: datetime) -> Transfer:
    """Whoever has the next step lets it wait, for a reason of the list; its clock stands still. Raises ReasonNeeded."""
    _check_reason(reason, words, HoldReason.values)
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if transfer.held_since:
            return transfer
        check_side(viewer, transfer, Actor(transfer.waits_for))
        transfer.held_since, transfer.held_for, transfer.reason_words = at, reason, words.strip()
        transfer.save()
        _note(viewer, transfer, "held", words or str(HoldReason(reason).label), at)
    return transfer


def resume(viewer: Viewer, *, transfer_id: int, at: datetime) -> Transfer:
    """Go on; the days of waiting are added to the deadline, not to a letter's validity."""
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        check_side(viewer, transfer, Actor(transfer.waits_for), Actor.OUT_COMMITTEE)
        if transfer.held_since is None:
            return transfer
        if transfer.due_on and not transfer.valid_until:
            transfer.due_on += at.date() - transfer.held_since.date()
        transfer.held_since, transfer.held_for, transfer.reason_words = None, "", ""
        transfer.save()
        _note(viewer, transfer, "resumed", "", at)
    return transfer


def _note(viewer: Viewer, transfer: Transfer, action: str, reason: str, at: datetime) -> None:
    audit(viewer, action=f"transfer.{action}", subject=f"transfer:{transfer.pk}", at=at, reason=reason)
    realtime.publish(transfer.topic)


def reject(viewer: Viewer, *, transfer_id: int, reason: str, words: str = "", at: datetime) -> Transfer:
    """Send back to the sender, for a reason from the list; the member stays where he is. Raises ReasonNeeded."""
    _check_reason(reason, words, RejectReason.values)
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if not may_reject(transfer.route, transfer.state):
            raise NotThisStep
        check_side(viewer, transfer, rejecter(transfer))
        transfer.rejected_for, transfer.reason_words = reason, words.strip()
        come_back(viewer, transfer, at=at)
        said = str(RejectReason(reason).label)
        take(viewer, transfer, State.REJECTED, at=at, note=f"{said}：{words.strip()}" if words.strip() else said)
        answer(transfer, MessageKind.REJECTION, {"reason": reason, "words": words.strip()}, at=at)
    return transfer


def withdraw(viewer: Viewer, *, transfer_id: int, words: str = "", at: datetime) -> Transfer:
    """The member or the sending side takes it back before it was received; nothing has changed."""
    with transaction.atomic():
        transfer = locked(viewer, transfer_id)
        if not (may_withdraw(transfer.route, transfer.state) or is_refused(transfer)):
            raise NotThisStep
        check_side(viewer, transfer, Actor.MEMBER, Actor.OUT_BRANCH, Actor.OUT_COMMITTEE)
        come_back(viewer, transfer, at=at)
        take(viewer, transfer, State.WITHDRAWN, at=at, note=words.strip())
    return transfer


def _check_reason(reason: str, words: str, known: list[str]) -> None:
    if reason not in known or (reason == "other" and not words.strip()):
        raise ReasonNeeded
