"""A member's own page."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from zhibu.dues.enums import MonthState, RequestState
from zhibu.dues.models import Consent, Hardship, Obligation, OrderLine
from zhibu.dues.queries.assessments import in_force, own_assessments, shown
from zhibu.dues.queries.gateways import choices
from zhibu.dues.queries.orders import own_orders
from zhibu.dues.queries.people import own_id
from zhibu.dues.queries.requests import consents_given, consents_held, own_hardships, own_plans
from zhibu.dues.rules.months import may_be_made_up
from zhibu.dues.rules.tables import number
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import memberships

SHOWN_MONTHS, SHOWN_ORDERS = 18, 10


@dataclass(frozen=True, slots=True)
class Month:
    """A month as its owner sees it."""

    one: Obligation
    is_late: bool
    is_payable: bool
    is_ordered: bool


def own_months(person_id: int) -> QuerySet[Obligation]:
    """The latest months first, each with whether it stands in a living order."""
    living = OrderLine.objects.filter(obligation=OuterRef("pk"), is_living=True, order__state="open")
    return Obligation.objects.filter(person_id=person_id).annotate(is_ordered=Exists(living)).order_by("-month")


def months(person_id: int, today: date) -> list[Month]:
    """What the page lists."""
    most = number("make_up_months", today) or 0
    rows = own_months(person_id)[:SHOWN_MONTHS]
    return [
        Month(
            one, is_late=one.state == MonthState.DUE and one.due_on < today, is_ordered=bool(vars(one)["is_ordered"]),
            is_payable=one.state == MonthState.DUE and may_be_made_up(one.month, today, most=most),
        )
        for one in rows
    ]  # fmt: skip


def page(viewer: Viewer, *, code: str, at: datetime) -> dict[str, Any]:
    """Everything on the member's page."""
    person, today = own_id(viewer), local_date(at)
    rows = months(person, today)
    owed = [row for row in rows if row.one.state == MonthState.DUE]
    payable = [row for row in reversed(owed) if row.is_payable and not row.is_ordered]
    return {
        "at": at, "today": today, "months": rows, "owed_fen": sum(row.one.amount_fen for row in owed),
        "payable": payable, "payable_fen": sum(row.one.amount_fen for row in payable),
        "older": sum(1 for row in owed if not row.is_payable),
        "assessments": [shown(viewer, one, code=code) for one in own_assessments(viewer, today.year)],
        "orders": own_orders(viewer)[:SHOWN_ORDERS], "hardships": own_hardships(viewer)[:5],
        "plans": own_plans(viewer)[:4], "gateways": choices(), "key": uuid4(), "me": person,
        "code": code,
    }  # fmt: skip


def base_form(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """What is known before the member writes: his kind, and from which month a change would hold."""
    today = local_date(at)
    known = in_force(own_id(viewer), today)
    changing = known is not None and known.confirmed_at is not None
    return {"kind": known.kind if known else "wage_earner", "from_month": today.month if changing else 1}


def mates(viewer: Viewer) -> list[tuple[int, str]]:
    """Members of the viewer's branch, whom he may let pay."""
    rows = memberships(Viewer.system("dues")).filter(branch_id=viewer.branch_id or 0, status="normal")
    rows = rows.exclude(person_id=viewer.person_id or 0).order_by("person__name")
    return list(rows.values_list("person_id", "person__name"))


def paid_for(viewer: Viewer) -> list[tuple[Consent, list[Obligation]]]:
    """Those for whom the viewer may pay, with what they owe: months and sums alone."""
    held = list(consents_held(viewer))
    rows = Obligation.objects.filter(person_id__in=[one.person_id for one in held], state=MonthState.DUE)
    owed: dict[int, list[Obligation]] = {}
    for row in rows.order_by("month"):
        owed.setdefault(row.person_id, []).append(row)
    return [(one, owed.get(one.person_id, [])) for one in held]


def consents_page(viewer: Viewer) -> dict[str, Any]:
    """Who may pay for the viewer, and for whom he may."""
    return {
        "given": consents_given(viewer), "held": paid_for(viewer), "gateways": choices(), "key": uuid4(),
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a request."""

    name: str
    state: str
    who: str = ""
    note: str = ""
    since: datetime | None = None


def hardship_steps(one: Hardship) -> list[Step]:
    """Asked, studied, decided: who has it, since when."""
    stands = {RequestState.ASKED: 1, RequestState.STUDIED: 2, RequestState.APPROVED: 3}.get(RequestState(one.state), 3)
    names = (
        (_("本人申请"), "", "", one.asked_at),
        (_("支部研究"), one.studied_by, one.opinion, one.studied_at),
        (_("上一级党委审批"), one.decided_by, one.document, one.decided_at),
    )
    states = ["done" if place < stands else "now" if place == stands else "later" for place in range(3)]
    return [Step(name, state, who, note, since) for (name, who, note, since), state in zip(names, states, strict=True)]
