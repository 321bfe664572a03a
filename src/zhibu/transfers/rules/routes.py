"""The steps of each way, who takes them, and what may be done beside them (rules.md 6.1, 6.4)."""

from dataclasses import dataclass

from zhibu.transfers.enums import FINAL, STRANDED, Actor, Carrier, Kind, Route, State


@dataclass(frozen=True, slots=True)
class Stop:
    """A step: the state it leads to, who takes it, and the name of the act. "" is reached together with the last."""

    state: State
    actor: Actor
    act: str


_ASK = Stop(State.DRAFT, Actor.MEMBER, "start")
_CONFIRM = Stop(State.BRANCH_CONFIRMED, Actor.OUT_BRANCH, "confirm")
_APPROVE = Stop(State.COMMITTEE_APPROVED, Actor.OUT_COMMITTEE, "approve")
_RECEIPT = Stop(State.RECEIPT_RETURNED, Actor.OUT_COMMITTEE, "receipt")
_ASSIGN = Stop(State.ASSIGNED, Actor.IN_BRANCH, "assign")
_CLOSED = Stop(State.CLOSED, Actor.NOBODY, "")
_OUT = (_ASK, _CONFIRM, _APPROVE)

ROUTES: dict[str, tuple[Stop, ...]] = {
    Route.INSIDE: (*_OUT, Stop(State.RECEIVED, Actor.IN_BRANCH, "receive"), Stop(State.ASSIGNED, Actor.IN_BRANCH, ""),
                   _CLOSED),
    Route.ACROSS: (*_OUT, Stop(State.RECEIVED, Actor.IN_COMMITTEE, "receive"), _ASSIGN, _CLOSED),
    Route.OUT_LETTER: (*_OUT, Stop(State.ISSUED, Actor.OUT_COMMITTEE, "issue"),
                       Stop(State.IN_TRANSIT, Actor.MEMBER, "depart"), _RECEIPT, _CLOSED),
    Route.OUT_MESSAGE: (*_OUT, Stop(State.ISSUED, Actor.OUT_COMMITTEE, "issue"),
                        Stop(State.RECEIPT_RETURNED, Actor.OUTSIDE, "receipt"), _CLOSED),
    Route.OUT_PLAIN: (*_OUT, Stop(State.IN_TRANSIT, Actor.OUT_COMMITTEE, "depart"), _RECEIPT, _CLOSED),
    Route.IN_LETTER: (Stop(State.RECEIVED, Actor.IN_COMMITTEE, "register"), _ASSIGN,
                      Stop(State.RECEIPT_RETURNED, Actor.IN_COMMITTEE, "return_receipt"), _CLOSED),
    Route.IN_MESSAGE: (Stop(State.IN_TRANSIT, Actor.OUTSIDE, "arrive"),
                       Stop(State.RECEIVED, Actor.IN_COMMITTEE, "receive"), _ASSIGN,
                       Stop(State.RECEIPT_RETURNED, Actor.IN_BRANCH, ""), _CLOSED),
}  # fmt: skip

# The receiver sends back from these; before them the sender withdraws.
_REJECTED_FROM = {
    Route.INSIDE: (State.COMMITTEE_APPROVED,),
    Route.ACROSS: (State.COMMITTEE_APPROVED, State.RECEIVED),
    Route.IN_LETTER: (State.RECEIVED,),
    Route.IN_MESSAGE: (State.IN_TRANSIT, State.RECEIVED),
}


def route_of(kind: str, carrier: str, *, inside: bool, same_committee: bool) -> Route:
    """The way of a transfer that starts here; `inside` when the target is a branch of the same tree."""
    if inside:
        return Route.INSIDE if same_committee else Route.ACROSS
    if carrier == Carrier.LETTER or kind == Kind.MILITARY:
        return Route.OUT_LETTER
    return Route.OUT_MESSAGE if carrier == Carrier.MESSAGE else Route.OUT_PLAIN


def following(route: str, state: str) -> Stop | None:
    """The step after a state; None at the end and off the way."""
    stops = ROUTES[route]
    at = next((number for number, stop in enumerate(stops) if stop.state == state), None)
    return stops[at + 1] if at is not None and at + 1 < len(stops) else None


def waits_for(route: str, state: str) -> Actor:
    """Whose turn it is."""
    if state in FINAL:
        return Actor.NOBODY
    if state in STRANDED:
        return Actor.OUT_COMMITTEE
    stop = following(route, state)
    return stop.actor if stop else Actor.NOBODY


def may_withdraw(route: str, state: str) -> bool:
    """The sending side takes back until it was received (rules.md 6.4); what came in is sent back instead."""
    after = (State.RECEIVED, State.ASSIGNED, State.RECEIPT_RETURNED)
    if route == Route.OUT_MESSAGE and state == State.ISSUED:
        return False  # the other side may be receiving him this minute; it answers, or the validity ends
    return route not in (Route.IN_LETTER, Route.IN_MESSAGE) and state not in (*FINAL, *after)


def may_reject(route: str, state: str) -> bool:
    """Whether a state lies with somebody who may send it back: the committee or branch that has to say yes."""
    checked = state in (State.DRAFT, State.BRANCH_CONFIRMED) and route not in (Route.IN_LETTER, Route.IN_MESSAGE)
    answered = route in (Route.OUT_LETTER, Route.OUT_PLAIN) and state in (State.ISSUED, State.IN_TRANSIT)
    return checked or answered or state in _REJECTED_FROM.get(Route(route), ())
