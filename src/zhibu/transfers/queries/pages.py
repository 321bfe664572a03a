"""What the pages of transfers show: one list, one page of steps with one clock for all sides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer, shown_name
from zhibu.organisations.api import within
from zhibu.transfers.enums import FINAL, Actor, State
from zhibu.transfers.errors import NotThisStep, NotYours, OnHold, OwnTransfer
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.exchange import is_refused
from zhibu.transfers.queries.parties import (
    OFFICERS,
    SIDES,
    get_transfer,
    may_start_for,
    own_committee,
    sides_of,
    transfers,
)
from zhibu.transfers.rules.clock import share_gone
from zhibu.transfers.rules.routes import ROUTES, following, may_reject, may_withdraw

LISTED = 30


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the list."""

    transfer: Transfer
    way: str
    late: bool


def index_of(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """One's own, what waits for the viewer, and the rest of what he looks after."""
    today, officer = local_date(at), may_start_for(viewer)
    mine = transfers(viewer).filter(person_id=viewer.person_id or 0)[:LISTED]
    waiting = awaiting(viewer)[:LISTED] if officer else []
    others = _others(viewer)[:LISTED] if officer else []
    return {
        "mine": _rows(mine, today), "waiting": _rows(waiting, today), "others": _rows(others, today),
        "officer": officer, "may_start": viewer.is_member or officer,
        "committee": officer and own_committee(viewer) is not None,
    }  # fmt: skip


def _others(viewer: Viewer) -> QuerySet[Transfer]:
    return transfers(viewer).exclude(person_id=viewer.person_id or 0).exclude(pk__in=awaiting(viewer).values("pk"))


def awaiting(viewer: Viewer) -> QuerySet[Transfer]:
    """Open transfers of which the next step is the viewer's, the most urgent first."""
    paths = viewer.paths(OFFICERS)
    turn = Q(pk__in=[])
    for actor, side in SIDES.items():
        turn |= Q(waits_for=actor) & within(paths, field=f"{side}__path")
    rows = transfers(viewer).filter(turn, closed_at=None).exclude(person_id=viewer.person_id or 0)
    return rows.order_by(F("due_on").asc(nulls_last=True), "pk")


def _rows(rows: Iterable[Transfer], today: date) -> list[Row]:
    return [Row(row, way_of(row), _is_late(row, today)) for row in rows]


def way_of(transfer: Transfer) -> str:
    """From where to where, in the names people use."""
    there = transfer.to_branch.short_name if transfer.to_branch else transfer.to_unit
    here = transfer.from_branch.short_name if transfer.from_branch else transfer.from_unit
    return f"{here} → {there}"


def _is_late(transfer: Transfer, today: date) -> bool:
    return transfer.is_open and transfer.held_since is None and transfer.due_on is not None and transfer.due_on < today


def page_of(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """The steps, whose turn it is and until when, and what the viewer may do."""
    transfer, today = get_transfer(viewer, pk), local_date(at)
    sides = sides_of(viewer, transfer)
    letter = transfer.letters.order_by("-pk").first()
    return {
        "transfer": transfer, "way": way_of(transfer), "steps": steps_of(transfer), "late": _is_late(transfer, today),
        "handler": handler_of(transfer, transfer.waits_for), "sides": sides, "letter": letter, "today": today,
        "gone": _gone(transfer, letter, today), "acts": acts_for(transfer, sides),
        "may_print": bool(sides & {Actor.MEMBER, Actor.OUT_COMMITTEE}), "as_committee": Actor.OUT_COMMITTEE in sides,
    }  # fmt: skip


def _gone(transfer: Transfer, letter: Any, today: date) -> int | None:
    if letter is None or not transfer.is_open:
        return None
    return share_gone(letter.issued_on, letter.valid_until, today)


def handler_of(transfer: Transfer, actor: str) -> str:
    """Who an actor is in this transfer, by name."""
    if actor == Actor.MEMBER:
        return transfer.name
    if actor == Actor.OUTSIDE:
        return transfer.from_unit if transfer.comes_in else (transfer.addressee or transfer.to_unit)
    organisation = getattr(transfer, SIDES[Actor(actor)]) if actor in SIDES else None
    return organisation.short_name if organisation else ""


def steps_of(transfer: Transfer) -> list[dict[str, Any]]:
    """What was done, who has it now, what comes next; side ways stand where they happened."""
    done = [_done(step) for step in transfer.steps.order_by("number")]
    if transfer.state in FINAL:
        return done
    ahead: list[dict[str, Any]] = [
        {"name": stop.state.label, "who": handler_of(transfer, stop.actor), "state": "", "since": None, "note": ""}
        for stop in _ahead(transfer)
    ]
    if ahead:
        ahead[0] |= {"state": "now", "note": _until(transfer)}
    return done + ahead


def _done(step: Any) -> dict[str, Any]:
    return {
        "name": State(step.state).label, "state": "done", "who": shown_name(step.by), "since": step.at,
        "note": step.note,
    }  # fmt: skip


def _ahead(transfer: Transfer) -> list[Any]:
    stops = ROUTES[transfer.route]
    there = following(transfer.route, transfer.state)
    return list(stops[stops.index(there) :]) if there else []


def _until(transfer: Transfer) -> str:
    if transfer.held_since:
        return _("已挂起：%(why)s") % {"why": transfer.get_held_for_display()}
    return _("请在 %(day)s 前办理") % {"day": f"{transfer.due_on:%Y-%m-%d}"} if transfer.due_on else ""


def acts_for(transfer: Transfer, sides: set[Actor]) -> list[str]:
    """Names of the acts the viewer may take now; the first is what the transfer waits for."""
    if not transfer.is_open:
        return []
    if transfer.held_since:
        return ["resume"] if Actor(transfer.waits_for) in sides or Actor.OUT_COMMITTEE in sides else []
    stop = following(transfer.route, transfer.state)
    acts = [stop.act] if stop and stop.act and stop.actor in sides else []
    return acts + _beside(transfer, sides)


def _beside(transfer: Transfer, sides: set[Actor]) -> list[str]:
    route, state = transfer.route, transfer.state
    sender = sides & {Actor.OUT_BRANCH, Actor.OUT_COMMITTEE}
    found = []
    if state in (State.EXPIRED, State.LOST) and Actor.OUT_COMMITTEE in sides:
        found.append("reissue")
    if transfer.goes_out and state in (State.ISSUED, State.EXPIRED) and Actor.OUT_COMMITTEE in sides:
        found.append("receipt")
    if transfer.goes_out and state in (State.ISSUED, State.IN_TRANSIT) and sides & {Actor.MEMBER, Actor.OUT_COMMITTEE}:
        found += ["lose"] if transfer.letter_number else []
    if may_reject(route, state) and rejecter(transfer) in sides:
        found.append("reject")
    if Actor(transfer.waits_for) in sides - {Actor.MEMBER, Actor.OUTSIDE}:
        found.append("hold")
    if (may_withdraw(route, state) or is_refused(transfer)) and (sender or Actor.MEMBER in sides):
        found.append("withdraw")
    return found


def rejecter(transfer: Transfer) -> Actor:
    """Who sends back; an answer from outside is written down by the committee that sent."""
    outward = transfer.goes_out and transfer.state in (State.ISSUED, State.IN_TRANSIT)
    return Actor.OUT_COMMITTEE if outward else Actor(transfer.waits_for)


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Transfers that wait for the viewer, his own among them when the next step is his."""
    mine = transfers(viewer).filter(person_id=viewer.person_id or 0, waits_for=Actor.MEMBER, closed_at=None)
    handled = awaiting(viewer)[:5] if may_start_for(viewer) else []
    return [_card(row, own=True) for row in mine[:1]] + [_card(row, own=False) for row in handled]


def _card(transfer: Transfer, *, own: bool) -> Todo:
    stop = following(transfer.route, transfer.state)
    words = {"name": transfer.name, "step": stop.state.label if stop else transfer.get_state_display()}
    sentence = _("您的组织关系转接：%(step)s") if own else _("%(name)s的组织关系转接，等您办理：%(step)s")
    url = reverse("transfers:transfer", args=[transfer.pk])
    due = transfer.due_on
    due_at = datetime.combine(due, datetime.max.time(), transfer.since.tzinfo) if due else None
    return Todo(sentence % words, _("去办理"), url, due_at, 2)


def to_act(viewer: Viewer, pk: int, act: str) -> Transfer:
    """A transfer for one of its acts. Raises NotThisStep when it is none of the viewer's now, or over."""
    transfer = get_transfer(viewer, pk)
    sides = sides_of(viewer, transfer)
    if act not in acts_for(transfer, sides):
        stop = following(transfer.route, transfer.state)
        if transfer.is_open and stop and stop.act == act:
            own = sides == {Actor.MEMBER} and viewer.has_role(*OFFICERS)
            raise OwnTransfer if own else OnHold if transfer.held_since else NotYours
        raise NotThisStep
    return transfer
