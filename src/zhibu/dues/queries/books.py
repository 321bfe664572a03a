"""The books: balances, the journal, figures of a sheet and of a year. Always of organisations that one collects for,
except what was published to the members."""

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from zhibu.dues.enums import INCOME, MONEY, USES, Account, MonthState
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Entry, Obligation, Order, Remittance, Use, YearSheet
from zhibu.dues.queries.people import COLLECTORS
from zhibu.dues.rules.months import last_day
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import ancestor_paths, within


def trial_balance(organisation_id: int, *, until: date | None = None) -> dict[str, int]:
    """Debit less credit of every account, in fen; the sum of all is zero by construction."""
    rows = Entry.objects.filter(organisation_id=organisation_id)
    rows = rows.filter(occurred_on__lte=until) if until else rows
    found: dict[str, int] = dict.fromkeys(Account.values, 0)
    for side, sign in (("debit", 1), ("credit", -1)):
        for account, fen in rows.order_by().values_list(side).annotate(fen=Sum("amount_fen")):
            found[account] += sign * fen
    return found


def balance_of(organisation_id: int, account: str) -> int:
    """Debit less credit of one account."""
    both = Entry.objects.filter(organisation_id=organisation_id).aggregate(
        debit=Sum("amount_fen", filter=Q(debit=account)), credit=Sum("amount_fen", filter=Q(credit=account))
    )
    return (both["debit"] or 0) - (both["credit"] or 0)


def balances(*, day: date, gateway: str) -> list[tuple[int, int]]:
    """What a gateway holds for each organisation from a day: what came in less what went back (fen, above zero)."""
    numbers = Order.objects.filter(gateway=gateway).values("number")
    rows = Entry.objects.filter(occurred_on=day, text__in=numbers)
    sums = rows.order_by("organisation_id").values_list("organisation_id").annotate(
        came=Sum("amount_fen", filter=Q(debit=Account.CLEARING)),
        went=Sum("amount_fen", filter=Q(credit=Account.CLEARING)),
    )  # fmt: skip
    found = [(organisation, (came or 0) - (went or 0)) for organisation, came, went in sums]
    return [(organisation, fen) for organisation, fen in found if fen > 0]


def journal(organisation_id: int, year: int) -> QuerySet[Entry]:
    """The entries of a year, the latest first."""
    rows = Entry.objects.filter(organisation_id=organisation_id, occurred_on__year=year)
    return rows.order_by("-occurred_on", "-pk")


def book_page(organisation_id: int, year: int) -> dict[str, Any]:
    """What a page of the book shows: money held, and what came and went in the year by account."""
    now_ = trial_balance(organisation_id, until=date(year, 12, 31))
    before = trial_balance(organisation_id, until=date(year - 1, 12, 31))
    moved = {code: now_[code] - before[code] for code in now_}
    labels = dict(Account.choices)
    shown = [code for code in (*INCOME, Account.LARGE, Account.SURPLUS, Account.OPENING) if moved[code]]
    spent = [code for code in (Account.REMITTED, Account.GRANT_OUT, *USES) if moved[code]]
    return {
        "money": [(labels[code], now_[code]) for code in MONEY],
        "income": [(labels[code], -moved[code]) for code in shown],
        "spent": [(labels[code], moved[code]) for code in spent],
        "balance": sum(now_[code] for code in MONEY),
        "is_balanced": sum(now_.values()) == 0,
    }  # fmt: skip


def sheet_figures(organisation_id: int, first: date, last: date) -> dict[str, int]:
    """People due and paid, arrears, and the dues that came in, for the months of a sheet (rules.md 9.5).

    Income is by the day the money came: what is made up later stands in a later sheet and is passed up once.
    """
    months = Obligation.objects.filter(organisation_id=organisation_id, month__range=(first, last))
    counted = months.exclude(state=MonthState.CANCELLED).aggregate(
        people_due=Count("person", distinct=True),
        people_paid=Count("person", distinct=True, filter=Q(state=MonthState.PAID)),
        arrears_fen=Sum("amount_fen", filter=Q(state=MonthState.DUE)),
    )
    income = Entry.objects.filter(organisation_id=organisation_id, occurred_on__range=(first, last_day(last)))
    sums = income.aggregate(
        came=Sum("amount_fen", filter=Q(credit__in=INCOME)), back=Sum("amount_fen", filter=Q(debit__in=INCOME))
    )
    return {
        **counted, "arrears_fen": counted["arrears_fen"] or 0,
        "income_fen": max(0, (sums["came"] or 0) - (sums["back"] or 0)),
    }  # fmt: skip


def large_waiting(organisation_id: int) -> int:
    """Large voluntary payments held and on no sheet: they go up whole (D1 Art. 11)."""
    drawn = Remittance.objects.filter(organisation_id=organisation_id, state="drawn")
    promised = drawn.aggregate(fen=Sum("large_fen"))["fen"] or 0
    return max(0, -balance_of(organisation_id, Account.LARGE) - promised)


def uses(viewer: Viewer, organisation_id: int) -> QuerySet[Use]:
    """Decisions to use money, the latest first."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    return Use.objects.filter(scope, organisation_id=organisation_id).order_by("-decided_on", "-pk")


def get_use(viewer: Viewer, pk: int) -> Use:
    """One decision. Raises NoSuchDues."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    found = Use.objects.filter(scope, pk=pk).select_related("organisation").first()
    if found is None:
        raise NoSuchDues
    return found


def year_figures(organisation_id: int, year: int) -> dict[str, Any]:
    """What is published about a year: totals, and each person's months paid, without any sum of a person."""
    page = book_page(organisation_id, year)
    months = Obligation.objects.filter(organisation_id=organisation_id, month__year=year)
    people = months.order_by("person__name", "person_id").values_list("person__name", "person_id").annotate(
        due=Count("pk"), settled=Count("pk", filter=~Q(state=MonthState.DUE))
    )  # fmt: skip
    moved = {code: fen for code, fen in _moved(organisation_id, year).items() if fen}
    return {
        "people": [{"name": name, "months": due, "settled": settled} for name, _id, due, settled in people],
        "accounts": moved, "balance_fen": page["balance"],
    }  # fmt: skip


def _moved(organisation_id: int, year: int) -> dict[str, int]:
    """By account, as a positive figure: what came in, what went out."""
    end = trial_balance(organisation_id, until=date(year, 12, 31))
    start = trial_balance(organisation_id, until=date(year - 1, 12, 31))
    return {code: abs(end[code] - start[code]) for code in end if code not in MONEY}


def published(viewer: Viewer) -> QuerySet[YearSheet]:
    """Sheets of the viewer's own organisations and of those he collects for."""
    scope = within(viewer.paths((*COLLECTORS, "superior", "committee_member")), field="organisation__path")
    own = Q(organisation__path__in=ancestor_paths(viewer.branch_path)) if viewer.is_member else Q(pk__in=[])
    return YearSheet.objects.filter(scope | own).select_related("organisation").order_by("-year", "organisation__path")


def get_published(viewer: Viewer, pk: int) -> YearSheet:
    """One sheet. Raises NoSuchDues."""
    found = published(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found
