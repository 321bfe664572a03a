"""Taking a step: the lock, the log, the clock, and who hears of it."""

from datetime import date, datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.notify.api import send
from zhibu.realtime import api as realtime
from zhibu.transfers.enums import FINAL, Actor, Occasion, State
from zhibu.transfers.errors import NoSuchTransfer, NotThisStep, NotYours, OnHold, OwnTransfer
from zhibu.transfers.models import Step, Transfer
from zhibu.transfers.queries.parties import OFFICERS, people_of, sides_of, transfers
from zhibu.transfers.queries.rules import rule_for
from zhibu.transfers.rules.clock import morning_of
from zhibu.transfers.rules.routes import following, waits_for


def locked(viewer: Viewer, transfer_id: int) -> Transfer:
    """An open transfer of the viewer's, locked. Raises NoSuchTransfer, NotThisStep."""
    found = transfers(viewer).select_for_update(of=("self",)).filter(pk=transfer_id).first()
    if found is None:
        raise NoSuchTransfer
    if not found.is_open:
        raise NotThisStep
    return found


def for_act(viewer: Viewer, transfer_id: int, act: str) -> Transfer:
    """A transfer locked for its next step. Raises NotThisStep, NotYours, OwnTransfer, OnHold."""
    found = locked(viewer, transfer_id)
    stop = following(found.route, found.state)
    if stop is None or stop.act != act:
        raise NotThisStep
    check_side(viewer, found, stop.actor)
    if found.held_since:
        raise OnHold
    return found


def check_side(viewer: Viewer, transfer: Transfer, *actors: Actor) -> None:
    """Raises NotYours, or OwnTransfer for an officer whose own transfer it is."""
    if not sides_of(viewer, transfer).intersection(actors):
        own = viewer.person_id == transfer.person_id and viewer.has_role(*OFFICERS)
        raise OwnTransfer if own else NotYours


def take(viewer: Viewer, transfer: Transfer, state: State, *, at: datetime, note: str = "", tell: bool = True) -> Step:
    """Write a state and its step, set the clock anew, tell the member and whoever is next."""
    transfer.state, transfer.since = state, at
    transfer.waits_for = waits_for(transfer.route, state)
    transfer.closed_at = at if state in FINAL else None
    transfer.due_on = _due(transfer, local_date(at))
    transfer.save()
    step = Step.objects.create(
        transfer=transfer, number=transfer.steps.count() + 1, state=state, note=note, at=at, by=viewer.name,
        by_person_id=viewer.person_id, due_on=transfer.due_on,
    )  # fmt: skip
    audit(viewer, action=f"transfer.{state}", subject=f"transfer:{transfer.pk}", at=at, kind=transfer.kind)
    if transfer.due_on:
        plan(transfer, Occasion.STEP, transfer.due_on + timedelta(days=1), mark=str(step.number))
    if tell:
        tell_of(viewer, transfer, step, at=at)
    realtime.publish(transfer.topic)
    return step


def _due(transfer: Transfer, today: date) -> date | None:
    """A handler here has the rule's days; on the way the letter's validity runs; a receipt is due within a month."""
    actor, rule = transfer.waits_for, rule_for(transfer.kind, today)
    if actor == Actor.NOBODY:
        return None
    if transfer.state in (State.ISSUED, State.IN_TRANSIT) and transfer.valid_until:
        return transfer.valid_until
    if transfer.state == State.ASSIGNED and transfer.received_on:
        return transfer.received_on + timedelta(days=rule.receipt_days)
    return today + timedelta(days=rule.step_days)


def plan(transfer: Transfer, occasion: Occasion, day: date, *, mark: str) -> None:
    """Remind on a morning, if it is still so by then."""
    run_at(
        "transfers.remind", key=f"transfer:{transfer.pk}:{occasion}:{mark}", due_at=morning_of(day),
        transfer_id=transfer.pk, occasion=str(occasion), mark=mark,
    )  # fmt: skip


def tell_of(viewer: Viewer, transfer: Transfer, step: Step, *, at: datetime) -> None:
    """The member hears every step, whoever is next hears that it is his turn."""
    url = reverse("transfers:transfer", args=[transfer.pk])
    said = {"name": transfer.name, "step": State(step.state).label}
    key = f"transfer:{transfer.pk}:{step.number}"
    own = set(people_of(transfer, Actor.MEMBER))
    told = _("您的组织关系转接走到“%(step)s”。") % said
    send(viewer, person_ids=own - {viewer.person_id}, sentence=told, key=key, url=url, at=at)
    handlers = set(people_of(transfer, transfer.waits_for)) - own - {viewer.person_id}
    turn = _("%(name)s的组织关系转接走到“%(step)s”，请您接着办理。") % said
    send(viewer, person_ids=handlers, sentence=turn, key=f"{key}:turn", url=url, at=at)


def branch_now(person_id: int) -> int | None:
    """Which branch is responsible for a member now; None for nobody on the roll."""
    return roll("").filter(person_id=person_id).values_list("branch_id", flat=True).first()
