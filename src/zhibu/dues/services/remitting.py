"""Passing dues up the tree by rule: a sheet is drawn, sent by a second person, and received above."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import Account, RemittanceState
from zhibu.dues.errors import (
    AlreadyAsked,
    AlreadyDecided,
    NobodyAbove,
    NoRemittanceRule,
    NoSuchDues,
    PeriodNotOver,
    PeriodUnclear,
    ReasonNeeded,
    SamePerson,
)
from zhibu.dues.models import Remittance, RemittanceRule
from zhibu.dues.queries.books import large_waiting, sheet_figures
from zhibu.dues.queries.people import collected, is_treasurer, parent_of
from zhibu.dues.queries.remitting import get_remittance, rule_for
from zhibu.dues.rules.months import last_day, month_of
from zhibu.dues.services.bookkeeping import lock_book, spend, write_entry
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import get_organisation


def set_remittance_rule(
    viewer: Viewer, *, organisation_kind: str, basis_points: int, in_force_from: date, document: str, at: datetime,
    due_month: int = 4,
) -> RemittanceRule:  # fmt: skip
    """How much organisations of a kind pass up, by a document. Raises NoSuchDues, ReasonNeeded, PeriodUnclear.

    The same day again mends the rule of that day; the audit log keeps what it was.
    """
    if not is_treasurer(viewer):
        raise NoSuchDues
    if not document.strip():
        raise ReasonNeeded
    if not 0 <= basis_points <= 10_000:
        raise PeriodUnclear
    place: dict[str, Any] = {
        "organisation_kind": organisation_kind, "organisation": None, "in_force_from": in_force_from
    }  # fmt: skip
    said = {"basis_points": basis_points, "document": document.strip(), "due_month": due_month}
    with transaction.atomic():
        before = RemittanceRule.objects.select_for_update().filter(**place).first()
        rule, _new = RemittanceRule.objects.update_or_create(**place, defaults=said)
        audit(
            viewer, action="dues.remittance_rule_set", at=at, reason=document.strip(), kind=organisation_kind,
            before=before.basis_points / 100 if before else "", after=basis_points / 100,
        )  # fmt: skip
    return rule


def draw_remittance(
    viewer: Viewer, *, organisation_id: int, first_month: date, last_month: date, at: datetime
) -> Remittance:
    """Draw the sheet of months that are over: due, paid, sums, and the part that goes up by the rule of the last day.

    Large voluntary payments go up whole beside it. Raises PeriodUnclear, PeriodNotOver, NobodyAbove, NoRemittanceRule.
    """
    node = collected(viewer, organisation_id)
    first, last = month_of(first_month), month_of(last_month)
    if last < first or first.year != last.year:
        raise PeriodUnclear
    if last_day(last) >= local_date(at):
        raise PeriodNotOver
    parent = parent_of(node)
    if parent is None:
        raise NobodyAbove
    rule = rule_for(node, last_day(last))
    if rule is None:
        raise NoRemittanceRule
    try:
        with transaction.atomic():
            lock_book(node.pk, first.year)
            _refuse_overlap(node.pk, first, last)
            figures = sheet_figures(node.pk, first, last)
            sheet = Remittance.objects.create(
                organisation_id=node.pk, receiver_id=parent.pk, first_month=first, last_month=last,
                basis_points=rule.basis_points, amount_fen=figures["income_fen"] * rule.basis_points // 10_000,
                large_fen=large_waiting(node.pk), drawn_by=viewer.name, drawn_by_id=viewer.person_id, drawn_at=at,
                **figures,
            )  # fmt: skip
            audit(viewer, action="dues.remittance_drawn", subject=f"remittance:{sheet.pk}", at=at, fen=sheet.amount_fen)
            return sheet
    except IntegrityError as error:
        raise AlreadyAsked from error


def _refuse_overlap(organisation_id: int, first: date, last: date) -> None:
    there = Remittance.objects.filter(organisation_id=organisation_id, first_month__lte=last, last_month__gte=first)
    if there.exists():
        raise AlreadyAsked


def send_remittance(viewer: Viewer, *, remittance_id: int, at: datetime) -> Remittance:
    """A second person pays it out of the bank account. Raises SamePerson, NotEnoughMoney, AlreadyDecided."""
    sheet = get_remittance(viewer, remittance_id, to="send")
    if sheet.drawn_by_id == viewer.person_id:
        raise SamePerson
    with transaction.atomic():
        _move(sheet, RemittanceState.DRAWN, state=RemittanceState.SENT, sent_by=viewer.name, sent_at=at)
        text = f"{sheet.first_month:%Y-%m}..{sheet.last_month:%Y-%m}"
        for debit, fen in ((Account.REMITTED, sheet.amount_fen), (Account.LARGE, sheet.large_fen)):
            if fen:
                spend(viewer, organisation_id=sheet.organisation_id, debit=debit, amount_fen=fen, text=text,
                      on=local_date(at), key=f"remitted:{debit}:{sheet.pk}", at=at)  # fmt: skip
        audit(viewer, action="dues.remittance_sent", subject=f"remittance:{sheet.pk}", at=at, fen=sheet.amount_fen)
    return get_remittance(viewer, remittance_id)


def _move(sheet: Remittance, from_state: str, **fields: object) -> None:
    if not Remittance.objects.filter(pk=sheet.pk, state=from_state).update(**fields):
        raise AlreadyDecided


def receive_remittance(viewer: Viewer, *, remittance_id: int, at: datetime) -> Remittance:
    """The level above says that it came; only then does it stand in its book. Raises NoSuchDues, AlreadyDecided."""
    sheet = get_remittance(viewer, remittance_id, to="receive")
    with transaction.atomic():
        _move(sheet, RemittanceState.SENT, state=RemittanceState.RECEIVED, received_by=viewer.name, received_at=at)
        name = get_organisation(Viewer.system("dues"), sheet.organisation_id).short_name
        for credit, fen in ((Account.FROM_BELOW, sheet.amount_fen), (Account.LARGE, sheet.large_fen)):
            if fen:
                write_entry(
                    viewer, organisation_id=sheet.receiver_id, debit=Account.BANK, credit=credit, amount_fen=fen,
                    on=local_date(at), text=name, key=f"received:{credit}:{sheet.pk}", at=at,
                )  # fmt: skip
        audit(viewer, action="dues.remittance_received", subject=f"remittance:{sheet.pk}", at=at, fen=sheet.amount_fen)
    return get_remittance(viewer, remittance_id, to="receive")
