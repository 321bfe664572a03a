"""The book of an organisation: entries that move an amount from one account to another."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import MONEY, Account
from zhibu.dues.errors import NotEnoughMoney, VoluntaryTooSmall
from zhibu.dues.models import Entry, ReceiptCounter
from zhibu.dues.queries.books import balance_of, balances
from zhibu.dues.queries.people import collected
from zhibu.kernel.viewer import Viewer


def write_entry(
    viewer: Viewer, *, organisation_id: int, debit: str, credit: str, amount_fen: int, on: date, text: str, key: str,
    at: datetime,
) -> Entry:  # fmt: skip
    """Write one movement in the caller's transaction; the same `key` again gives the entry that is there."""
    entry, _new = Entry.objects.get_or_create(
        source_key=f"{organisation_id}:{key}",
        defaults={
            "organisation_id": organisation_id, "debit": debit, "credit": credit, "amount_fen": amount_fen,
            "occurred_on": on, "text": text[:200], "recorded_by": viewer.name, "recorded_at": at,
        },
    )  # fmt: skip
    return entry


def lock_book(organisation_id: int, year: int) -> None:
    """Hold an organisation's book while money goes out of it: two who spend wait for one another."""
    counter, _new = ReceiptCounter.objects.get_or_create(organisation_id=organisation_id, year=year)
    ReceiptCounter.objects.select_for_update().get(pk=counter.pk)


def spend(
    viewer: Viewer, *, organisation_id: int, debit: str, amount_fen: int, on: date, text: str, key: str, at: datetime,
    money: str = Account.BANK,
) -> Entry:  # fmt: skip
    """Money goes out of the bank account, as far as it is there. Raises NotEnoughMoney."""
    lock_book(organisation_id, on.year)
    done = Entry.objects.filter(source_key=f"{organisation_id}:{key}").first()
    if done is None and balance_of(organisation_id, money) < amount_fen:
        raise NotEnoughMoney
    return done or write_entry(
        viewer, organisation_id=organisation_id, debit=debit, credit=money, amount_fen=amount_fen, on=on, text=text,
        key=key, at=at,
    )  # fmt: skip


def deposit(viewer: Viewer, *, organisation_id: int, key: UUID, amount_fen: int, on: date, at: datetime) -> Entry:
    """Cash is carried to the bank. Raises NotEnoughMoney, VoluntaryTooSmall for nothing."""
    collected(viewer, organisation_id)
    if amount_fen <= 0:
        raise VoluntaryTooSmall
    with transaction.atomic():
        return spend(
            viewer, organisation_id=organisation_id, debit=Account.BANK, amount_fen=amount_fen, on=on,
            text=str(Account.BANK.label), key=f"deposit:{key}", at=at, money=Account.CASH,
        )  # fmt: skip


def enter_interest(
    viewer: Viewer, *, organisation_id: int, key: UUID, amount_fen: int, on: date, at: datetime
) -> Entry:
    """Interest of the account is dues money too (D1d)."""
    collected(viewer, organisation_id)
    if amount_fen <= 0:
        raise VoluntaryTooSmall
    with transaction.atomic():
        return write_entry(
            viewer, organisation_id=organisation_id, debit=Account.BANK, credit=Account.INTEREST,
            amount_fen=amount_fen, on=on, text=str(Account.INTEREST.label), key=f"interest:{key}", at=at,
        )  # fmt: skip


def enter_opening(
    viewer: Viewer, *, organisation_id: int, account: str, amount_fen: int, on: date, at: datetime
) -> Entry:
    """What was there before the book began; once for each account."""
    collected(viewer, organisation_id)
    if amount_fen <= 0 or account not in MONEY:
        raise VoluntaryTooSmall
    with transaction.atomic():
        audit(viewer, action="dues.opening_entered", subject=f"organisation:{organisation_id}", at=at, fen=amount_fen)
        return write_entry(
            viewer, organisation_id=organisation_id, debit=account, credit=Account.OPENING, amount_fen=amount_fen,
            on=on, text=str(Account.OPENING.label), key=f"opening:{account}", at=at,
        )  # fmt: skip


def settle_clearing(viewer: Viewer, *, day: date, gateway: str, at: datetime) -> int:
    """What the gateway had is in the bank: every organisation's part of a reconciled day; returns how many entries."""
    from_orders = balances(day=day, gateway=gateway)
    for organisation_id, fen in from_orders:
        write_entry(
            viewer, organisation_id=organisation_id, debit=Account.BANK, credit=Account.CLEARING, amount_fen=fen,
            on=day, text=f"{gateway} {day:%Y-%m-%d}", key=f"settled:{gateway}:{day:%Y-%m-%d}", at=at,
        )  # fmt: skip
    return len(from_orders)
