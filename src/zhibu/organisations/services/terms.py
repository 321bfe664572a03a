"""Elections, extensions and reminders of terms of office (rules.md 1.4)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import Change, Limit
from zhibu.organisations.errors import ExtensionTooLong, NotElected, NoTermRule
from zhibu.organisations.events import CommitteeElected, RenewalReminded
from zhibu.organisations.models import Organisation
from zhibu.organisations.queries import limit, limits, term_of, term_years, terms
from zhibu.organisations.rules import due_on, may_extend, reminder_step
from zhibu.organisations.services.history import locked, need_document, need_past, write


@transaction.atomic
def record_election(
    viewer: Viewer, *, organisation_id: int, elected_on: date, at: datetime, document: str = "",
    years: int | None = None,
) -> Organisation:  # fmt: skip
    """A new term from the day of the election; its length is the rule's of that day unless `years` says other.

    The same election again changes nothing. Raises NoTermRule, ElectionInFuture.
    """
    organisation = locked(viewer, organisation_id)
    need_past(elected_on, at)
    length = years or term_years(organisation.kind, elected_on)
    if length is None:
        raise NoTermRule
    if (organisation.elected_on, organisation.term_years) == (elected_on, length):
        return organisation
    before = str(organisation.elected_on or "")
    organisation.elected_on, organisation.term_years, organisation.term_extended_to = elected_on, length, None
    organisation.save(update_fields=["elected_on", "term_years", "term_extended_to"])
    change: dict[str, Any] = {
        "happened_on": elected_on,
        "before": before,
        "after": str(organisation.due_on),
        "document": document,
    }
    write(viewer, organisation, Change.ELECTED, at=at, **change)
    publish(
        CommitteeElected(organisation_id=organisation.pk, elected_on=str(elected_on), due_on=str(organisation.due_on))
    )
    return organisation


@transaction.atomic
def extend_term(viewer: Viewer, *, organisation_id: int, until: date, document: str, at: datetime) -> Organisation:
    """A delay that the committee above approved; counted from the regular end. Raises ExtensionTooLong, NotElected."""
    organisation = locked(viewer, organisation_id)
    need_document(document)
    regular = due_on(organisation.elected_on, organisation.term_years, None)
    if regular is None:
        raise NotElected
    today = local_date(at)
    if not may_extend(regular, until, months_most=limit(Limit.EXTENSION_MONTHS_MOST, today)):
        raise ExtensionTooLong
    before = str(organisation.due_on)
    organisation.term_extended_to = until
    organisation.save(update_fields=["term_extended_to"])
    change: dict[str, Any] = {"happened_on": today, "before": before, "after": str(until), "document": document}
    write(viewer, organisation, Change.TERM_EXTENDED, at=at, **change)
    return organisation


def remind(*, at: datetime) -> int:
    """Ask for the reminder that holds today of every running term; each step of a term is asked for once."""
    today = local_date(at)
    before, asked = limits(Limit.REMIND_DAYS_BEFORE, today), 0
    for organisation in terms():
        term = term_of(organisation, today)
        if term and (step := reminder_step(term, before)):
            key = f"organisations.renewal@{organisation.pk}@{term.due_on}@{step}"
            arguments = {"organisation_id": organisation.pk, "due_on": str(term.due_on), "step": step}
            run_at("organisations.renewal", key=key, due_at=at, **arguments)
            asked += 1
    return asked


@transaction.atomic
def announce_renewal(*, organisation_id: int, due_on: str, step: str) -> None:
    """Tell whoever listens; a term that was renewed meanwhile is left in peace."""
    organisation = Organisation.objects.get(pk=organisation_id)
    if str(organisation.due_on) == due_on:
        publish(RenewalReminded(organisation_id=organisation_id, due_on=due_on, step=step))
