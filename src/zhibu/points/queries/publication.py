"""The page of a settlement in one branch, and of an objection."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.points.enums import ASPECT_FIELDS, Aspect, ObjectionState
from zhibu.points.errors import NoSuchSettlement
from zhibu.points.models import Adjustment, Comment, Figure, Objection, OpenFigure, Settlement
from zhibu.points.queries.schemes import MANAGERS
from zhibu.points.queries.settlements import (
    READERS,
    comments,
    figures,
    get_figure,
    get_objection,
    get_settlement,
    is_open,
    objections,
    own_figures,
)
from zhibu.points.rules.advice import advice


@dataclass(slots=True)
class Row:
    """A member's published sums, old and corrected. Nothing else is published (rules.md 7.3), and no confidential
    fact can be told from them (docs/adr/0009-open-figures.md)."""

    figure: Figure
    total: int
    aspects: list[tuple[Aspect, int, int]]
    corrected: int
    advice: str

    @property
    def is_corrected(self) -> bool:
        """Whether a correction stands beside the figure."""
        return bool(self.figure.adjustments.all())


@dataclass(slots=True)
class Publication:
    """One branch of a settlement as a viewer sees it."""

    settlement: Settlement
    branches: list[tuple[int, str]]
    branch_id: int
    rows: list[Row]
    comments: list[Comment]
    objections: list[Objection]
    is_open: bool
    may_manage: bool
    may_object: bool
    sees_advice: bool

    @property
    def changes(self) -> list[Adjustment]:
        """Every correction of the branch, each beside the old figure."""
        return [change for row in self.rows for change in row.figure.adjustments.all()]


def publication(viewer: Viewer, pk: int, branch: str | None, *, at: datetime) -> Publication:
    """Figures of one branch, by name; the viewer's own branch unless he asks for another that he serves."""
    settlement = get_settlement(viewer, pk)
    seen = figures(viewer, settlement).order_by("branch__path")
    branches = list(seen.values_list("branch_id", "branch__short_name").distinct())
    known = [number for number, _name in branches]
    wanted = int(branch) if branch and branch.isdecimal() else viewer.branch_id
    branch_id = wanted if wanted in known else next(iter(known), 0)
    rows = [_row(figure, settlement) for figure in figures(viewer, settlement).filter(branch_id=branch_id)]
    opened = is_open(settlement, local_date(at))
    return Publication(
        settlement=settlement, branches=branches, branch_id=branch_id, rows=rows,
        comments=list(comments(viewer, settlement, branch_id)) if rows else [],
        objections=list(objections(viewer).filter(figure__settlement=settlement, branch_id=branch_id)),
        is_open=opened, may_manage=viewer.holds(MANAGERS, settlement.scheme.organisation.path),
        may_object=opened and viewer.is_member and viewer.branch_id == branch_id,
        sees_advice=settlement.quarter == 4 and bool(rows) and viewer.holds(READERS, rows[0].figure.branch.path),
    )  # fmt: skip


def _row(figure: Figure, settlement: Settlement) -> Row:
    shown, changes = figure.shown, dict.fromkeys(Aspect, 0)
    for adjustment in figure.adjustments.all():
        changes[Aspect(adjustment.aspect)] += adjustment.delta
    aspects = [
        (aspect, getattr(shown, name), getattr(shown, name) + changes[aspect]) for aspect, name in ASPECT_FIELDS.items()
    ]
    corrected = corrected_total(shown, sum(changes.values()))
    words = advice(corrected, has_veto=shown.has_veto).label if settlement.quarter == 4 else ""
    return Row(figure, shown.total, aspects, corrected, str(words))


def corrected_total(figure: Figure | OpenFigure, change: int) -> int:
    """A total with its corrections, tenths; a veto stands whatever is corrected beside it."""
    return 0 if figure.has_veto else min(1000, max(0, figure.total + change))


@dataclass(frozen=True, slots=True)
class Own:
    """One's own published figure: with everything, and what the branch read where that is another sum."""

    settlement: Settlement
    total: int
    shown: int
    private: list[Adjustment]


def own_publications(viewer: Viewer) -> list[Own]:
    """The viewer's figures of the last year or so with their corrections, newest first."""
    return [_own(figure) for figure in own_figures(viewer)[:4]]


def _own(figure: Figure) -> Own:
    changes = list(figure.adjustments.all())
    total = corrected_total(figure, sum(change.delta for change in changes))
    shown = corrected_total(figure.shown, sum(change.delta for change in changes if not change.is_confidential))
    return Own(figure.settlement, total, shown, [change for change in changes if change.is_confidential])


@dataclass(slots=True)
class ObjectionPage:
    """An objection with its steps and what the viewer may do now."""

    objection: Objection
    steps: list[dict[str, Any]]
    act: str
    verb: str
    may_adjust: bool


def objection_page(viewer: Viewer, pk: int) -> ObjectionPage:
    """Where it stands, who has it, what comes next."""
    objection = get_objection(viewer, pk)
    act, verb = _act(viewer, objection)
    answers = objections(viewer, to="answer").filter(pk=pk).exists()
    decides = objections(viewer, to="decide").filter(pk=pk).exists()
    about_other = objection.figure.person_id != viewer.person_id
    return ObjectionPage(objection, _steps(objection), act, verb, about_other and (answers or decides))


def _act(viewer: Viewer, objection: Objection) -> tuple[str, str]:
    own, state = objection.raised_by_id == viewer.person_id, objection.state
    if own and state == ObjectionState.ANSWERED:
        return "appeal", _("向上级申诉")
    if own:
        return "", ""
    if state == ObjectionState.OPEN and objections(viewer, to="answer").filter(pk=objection.pk).exists():
        return "answer", _("答复")
    if state == ObjectionState.APPEALED and objections(viewer, to="decide").filter(pk=objection.pk).exists():
        return "decide", _("裁定")
    return "", ""


def _steps(objection: Objection) -> list[dict[str, Any]]:
    steps = [
        _step(_("提出异议"), objection.raised_by.name, objection.raised_at, objection.text),
        _step(_("支部答复"), objection.answered_by, objection.answered_at, objection.answer, objection.answer_due_on),
    ]
    if objection.appealed_at:
        steps += [
            _step(_("向上级申诉"), objection.raised_by.name, objection.appealed_at, objection.appeal),
            _step(
                _("上级党委裁定"), objection.decided_by, objection.decided_at, objection.decision,
                objection.appeal_due_on,
            ),
        ]  # fmt: skip
    first_open = next((step for step in steps if step["state"] == "later"), None)
    if first_open:
        first_open["state"] = "now"
    return steps


def _step(name: str, who: str, since: datetime | None, note: str, due: date | None = None) -> dict[str, Any]:
    state = "done" if since else "later"
    return {"name": name, "state": state, "who": who, "since": since, "note": note, "due": due}


def correctable(viewer: Viewer, figure_id: int) -> Figure:
    """A figure that the viewer may correct, not his own; NoSuchSettlement alike for missing and forbidden."""
    figure = get_figure(viewer, figure_id)
    manages = viewer.holds(MANAGERS, figure.settlement.scheme.organisation.path)
    if figure.person_id == viewer.person_id or not (manages or open_objection(viewer, figure_id)):
        raise NoSuchSettlement
    return figure


def open_objection(viewer: Viewer, figure_id: int) -> int | None:
    """The newest objection to a figure that the viewer's body answers or decides."""
    found = [
        objections(viewer, to=to).filter(figure_id=figure_id).order_by("-raised_at").first()
        for to in ("answer", "decide")
    ]
    return next((objection.pk for objection in found if objection), None)
