"""What the pages show, put together."""

from datetime import datetime, timedelta
from typing import Any

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.errors import NoSuchOrganisation
from zhibu.questions.api import pick
from zhibu.quiz.enums import OVER, State
from zhibu.quiz.models import Entrant, Opening, Question, Round
from zhibu.quiz.queries.log import sheet_of
from zhibu.quiz.queries.play import entrant_of, turn
from zhibu.quiz.queries.review import answered_count, missed
from zhibu.quiz.queries.rounds import (
    begins_at,
    coming,
    evenings,
    get_round,
    hosted,
    may_host,
    past,
    questions_of,
)
from zhibu.quiz.queries.rounds import my_organisations as _organisations
from zhibu.quiz.rules.answers import in_words
from zhibu.quiz.rules.audience import is_meant

OFFERED = 100  # questions of the bank that are offered for choosing by hand


def index(viewer: Viewer, *, at: datetime) -> dict[str, Any]:
    """The first page of the contest."""
    may_create = bool(_organisations(viewer))
    rows = [(row, begins_at(row)) for row in coming(viewer, at=at)]
    return {
        "coming": rows, "past": past(viewer)[:20], "missed": missed(viewer).count(), "may_create": may_create, "at": at,
        "hosted": hosted(viewer)[:20] if may_create else [], "evenings": evenings(viewer) if may_create else [],
    }  # fmt: skip


def my_organisations(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer may hold rounds. Raises NoSuchOrganisation when that is nowhere."""
    found = _organisations(viewer)
    if not found:
        raise NoSuchOrganisation
    return found


def round_page(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """A round and which page of it the viewer gets: "over", "enter", "play" or "turn"."""
    round_ = get_round(viewer, pk)
    entrant = entrant_of(viewer, round_)
    page: dict[str, Any] = {"round": round_, "topic": f"quiz.{pk}", "can_host": may_host(viewer, round_)}
    if round_.state in OVER or round_.state in (State.CANCELLED, State.PLANNED):
        return page | {"part": "over"}
    if entrant is None or entrant.left_at:
        meant = is_meant(viewer, round_.organisation.path) and not (entrant and entrant.left_at)
        return page | {
            "part": "enter",
            "meant": meant,
            "sitting": _sitting(round_, at),
            "count": round_.questions.count(),
        }
    if entrant.window == 0 and not _common_is_over(round_, at):
        return page | {"part": "play", "count": round_.questions.count()}
    return page | {"part": "turn", "turn": turn(viewer, pk), "window": _window(round_, entrant)}


def _sitting(round_: Round, at: datetime) -> dict[str, Any]:
    """The times to choose from, and whether one may come in now."""
    windows = [(window, window.opens_at <= at < window.closes_at) for window in round_.windows.order_by("number")]
    together = bool(round_.starts_at) and not _common_is_over(round_, at)
    return {"windows": windows, "together": together, "open": together or any(is_open for _, is_open in windows)}


def _common_is_over(round_: Round, at: datetime) -> bool:
    last = round_.questions.order_by("-number").first()
    return not round_.starts_at or bool(last and last.settled_at and last.settled_at + timedelta(minutes=2) < at)


def _window(round_: Round, entrant: Entrant) -> Any:
    return round_.windows.filter(number=entrant.window).first()


def question_page(viewer: Viewer, question: Question, *, at: datetime) -> dict[str, Any]:
    """A question and how long it is still open to the viewer, in milliseconds."""
    round_ = get_round(viewer, question.round_id)
    me = {"round": round_, "question": question.number, "person_id": viewer.person_id or 0}
    shown = Opening.objects.filter(**me).values_list("shown_at_ns", flat=True).first()
    left = None
    if shown:
        left = max(0, round_.seconds * 1000 - (int(at.timestamp() * 1000) - shown // 1_000_000))
    elif question.closes_at:
        left = max(0, int((question.closes_at - at).total_seconds() * 1000))
    timed = round_.mode != "practice"
    total = round_.questions.count()
    return {"round": round_, "question": question, "left_ms": left if timed else None, "total": total, "at": at}


def open_now(viewer: Viewer, pk: int, *, at: datetime) -> int:
    """The number of the question that is open in the common sitting, or 0."""
    round_ = get_round(viewer, pk)
    on = round_.questions.filter(opens_at__lte=at, closes_at__gt=at).values_list("number", flat=True).first()
    return int(on or 0)


def host_page(viewer: Viewer, pk: int, *, at: datetime) -> dict[str, Any]:
    """For the host: the questions with their keys, the times, how many have come in."""
    round_ = get_round(viewer, pk, to="host")
    asked = [(q, in_words(q.sheet, sheet_of(q).key)) for q in questions_of(round_)]
    soon = bool(round_.starts_at and round_.starts_at > at)
    return {
        "round": round_, "asked": asked, "windows": round_.windows.order_by("number"), "at": at,
        "entered": round_.entrants.count(), "answered": answered_count(round_), "can_begin": soon,
    }  # fmt: skip


def choosing(viewer: Viewer, pk: int, *, tags: tuple[str, ...]) -> dict[str, Any]:
    """Questions of the bank to choose from, those chosen first."""
    round_ = get_round(viewer, pk, to="host")
    chosen = [sheet_of(question) for question in questions_of(round_)]
    known = {sheet.id for sheet in chosen}
    offered = pick(viewer, organisation_id=round_.organisation_id, count=OFFERED, tags=tags, seed=pk)
    sheets = [*chosen, *sorted((s for s in offered if s.id not in known), key=lambda sheet: sheet.id)]
    choices = [(sheet.id, sheet.stem) for sheet in sheets]
    return {"round": round_, "choices": choices, "chosen": [sheet.id for sheet in chosen], "tags": " ".join(tags)}
