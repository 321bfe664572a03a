"""The renewal of a committee, step by step (rules.md 1.6)."""

from datetime import date, datetime

from django.db import transaction

from zhibu.audit.api import record
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import ABOVE_DOES, RenewalStage
from zhibu.organisations.errors import NotElected, RenewalStepNotOpen, RenewalStepTooEarly
from zhibu.organisations.events import RenewalMovedOn
from zhibu.organisations.models import Organisation, Renewal, RenewalStep
from zhibu.organisations.services.history import locked, need_document, need_past
from zhibu.organisations.services.terms import record_election


@transaction.atomic
def take_renewal_step(
    viewer: Viewer, *, organisation_id: int, number: int, happened_on: date, document: str, note: str = "",
    at: datetime,
) -> RenewalStep:  # fmt: skip
    """The next step of a renewal. Reminder, reply and both approvals are done by the level above, the rest below.

    The approval of the result begins the new term, from the day of the ballot. The same step again changes nothing.
    Raises RenewalStepNotOpen, RenewalStepTooEarly, DocumentNeeded, NotElected.
    """
    organisation = locked(viewer, organisation_id, to="shape" if number in ABOVE_DOES else "manage")
    need_past(happened_on, at)
    need_document(document)
    renewal = _running(organisation, number)
    done = list(renewal.steps.order_by("number"))
    if there := next((step for step in done if step.number == number), None):
        return there
    _need_turn(done, number, happened_on)
    step = RenewalStep.objects.create(
        renewal=renewal, number=number, happened_on=happened_on, document=document.strip(), note=note.strip(),
        recorded_by=viewer.name, recorded_at=at,
    )  # fmt: skip
    if number == RenewalStage.APPROVED:
        ballot = done[RenewalStage.ELECTED - 1].happened_on
        record_election(viewer, organisation_id=organisation_id, elected_on=ballot, document=step.document, at=at)
    _move_on(viewer, renewal, step, at=at)
    return step


def _running(organisation: Organisation, number: int) -> Renewal:
    """The renewal that goes on; the reminder begins one."""
    running = Renewal.objects.filter(organisation=organisation, finished_on=None).first()
    if running:
        return running
    if number != RenewalStage.REMINDED:
        raise RenewalStepNotOpen
    if organisation.due_on is None:
        raise NotElected
    return Renewal.objects.get_or_create(organisation=organisation, due_on=organisation.due_on)[0]


def _need_turn(done: list[RenewalStep], number: int, day: date) -> None:
    if number != len(done) + 1:
        raise RenewalStepNotOpen
    if done and day < done[-1].happened_on:
        raise RenewalStepTooEarly


def _move_on(viewer: Viewer, renewal: Renewal, step: RenewalStep, *, at: datetime) -> None:
    if step.number == RenewalStage.HANDED_OVER:
        renewal.finished_on = step.happened_on
        renewal.save(update_fields=["finished_on"])
    record(
        viewer, action="organisation.renewal_step", subject=f"organisation:{renewal.organisation_id}", at=at,
        stage=str(step.number), document=step.document, happened_on=str(step.happened_on),
    )  # fmt: skip
    following = step.number + 1 if step.number < len(RenewalStage) else 0
    publish(RenewalMovedOn(organisation_id=renewal.organisation_id, due_on=str(renewal.due_on), following=following))
