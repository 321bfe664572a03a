"""What the pages of collectors show."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy as _

from zhibu.dues.enums import Account, RemittanceState, UseState
from zhibu.dues.models import Remittance, YearSheet
from zhibu.dues.queries import books, branch, orders, remitting, requests
from zhibu.dues.queries.people import COLLECTORS, is_treasurer
from zhibu.dues.rules.months import month_of
from zhibu.kernel.calendar import add_months
from zhibu.kernel.clock import local_date
from zhibu.kernel.templatetags.zhibu import month, yuan
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import branches as managed_branches
from zhibu.organisations.api import organisations

if TYPE_CHECKING:
    from zhibu.organisations.models import Organisation

TWO_PEOPLE = _("一人登记，另一人复核后才入账。党组织不垫交、不从工资代扣。")
FIXED_LEAD = _("只用于按定额交纳的党员。按收入交纳的由本人填写，收党费的同志不填、也看不到。")


def month_asked(text: str, today: date) -> date:
    """The month of an address, else this one; never one to come."""
    try:
        asked = date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_of(today)
    return min(asked, month_of(today))


def year_asked(text: str, today: date) -> int:
    """The year of an address, else this one."""
    return int(text) if text.isdecimal() and 2000 <= int(text) <= today.year else today.year


def last_quarter(today: date) -> dict[str, date]:
    """The last quarter that is over."""
    first = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    return {"first_month": add_months(first, -3), "last_month": add_months(first, -1)}


def branches_page(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """Branches with their month, other organisations with a book of their own, and the treasurer's doors."""
    this = month_of(local_date(at))
    nodes = list(managed_branches(viewer, to="manage")[:300])
    figures = branch.overview(viewer, [node.pk for node in nodes], this)
    known = {node.pk for node in nodes}
    above = organisations(viewer, to="manage").filter(state="active").exclude(kind="party_group").order_by("path")
    return {
        "month": this, "rows": [(node, figures.get(node.pk)) for node in nodes],
        "committees": [node for node in above[:300] if node.pk not in known], "is_treasurer": is_treasurer(viewer),
    }  # fmt: skip


def sheet_page(viewer: Viewer, node: "Organisation", sheet: branch.Sheet, *, at: datetime) -> dict[str, Any]:
    """A branch's month with the months beside it."""
    today = month_of(local_date(at))
    after = add_months(sheet.month, 1)
    return {
        "organisation": node, "sheet": sheet, "before": add_months(sheet.month, -1), "today": local_date(at),
        "after": after if after <= today else None, "is_now": sheet.month == today,
    }  # fmt: skip


def open_months(viewer: Viewer, person_id: int) -> list[tuple[int, str]]:
    """What a member still owes, for a form."""
    rows = branch.open_months(viewer, person_id)
    return [(row.pk, f"{month(row.month)} · {yuan(row.amount_fen)}") for row in rows]


def waiting_page(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """Everything that waits for a collector's hand."""
    hardships, plans = requests.waiting_requests(viewer)
    return {
        "at": at, "counter": orders.counter_waiting(viewer)[:100], "hardships": hardships, "plans": plans,
        "refunds": orders.refunds_waiting(viewer)[:50], "tasks": branch.tasks(viewer)[:100],
        "sheets": remitting.remittances(viewer, to="receive").filter(state=RemittanceState.SENT)[:50],
        "me": viewer.person_id, "is_collector": viewer.has_role(*COLLECTORS),
    }  # fmt: skip


def book_page(viewer: Viewer, node: "Organisation", year: int, *, page: str | None) -> dict[str, Any]:
    """The book, its journal, decisions and sheets."""
    entries = Paginator(books.journal(node.pk, year), 30).get_page(page)
    uses = list(books.uses(viewer, node.pk)[:30])
    return {
        "organisation": node, "year": year, "entries": entries, "uses": uses, "me": viewer.person_id,
        "open_uses": [use for use in uses if use.state == UseState.DECIDED],
        "sheets": remitting.remittances(viewer).filter(organisation_id=node.pk)[:12],
        **books.book_page(node.pk, year),
    }  # fmt: skip


def remittance_page(viewer: Viewer, one: Remittance) -> dict[str, Any]:
    """Who may do what with a sheet."""
    may_send = one.state == RemittanceState.DRAWN and viewer.holds(COLLECTORS, one.organisation.path)
    return {
        **remitting.shares(one),
        "may_send": may_send and one.drawn_by_id != viewer.person_id,
        "waits_for_other": may_send and one.drawn_by_id == viewer.person_id,
        "may_receive": one.state == RemittanceState.SENT and viewer.holds(COLLECTORS, one.receiver.path),
    }  # fmt: skip


def published_rows(one: YearSheet) -> list[tuple[str, int]]:
    """Accounts of a published year in words, in the book's order."""
    labels = dict(Account.choices)
    return [(str(labels[code]), one.figures["accounts"][code]) for code in labels if code in one.figures["accounts"]]
