"""The door of points."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer
from zhibu.points.enums import StarState
from zhibu.points.queries.declaring import waiting
from zhibu.points.queries.settlements import waiting_objections
from zhibu.points.queries.stars import own_stars
from zhibu.points.rules.lint import lint
from zhibu.points.rules.periods import review_due_on
from zhibu.points.rules.reading import Problem, parse
from zhibu.points.services import (
    activate_scheme,
    adjust,
    answer_objection,
    appeal,
    close_notices,
    declare_item,
    import_scheme,
    object_to,
    publish_settlement,
    review_item,
    settle,
)

__all__ = [
    "activate_scheme", "adjust", "answer_objection", "appeal", "close_notices", "declare_item", "import_scheme",
    "lint_text", "object_to", "publish_settlement", "review_item", "settle", "things_to_do",
]  # fmt: skip


def lint_text(text: str, *, profile: str) -> tuple[int, list[Problem]]:
    """How many indexes a CSV text holds, and what keeps it from being switched on."""
    sheet = parse(text)
    return len(sheet.rows), lint(sheet, profile=profile)


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """Cards for the home page: consent asked of the viewer, objections and items that wait for his body."""
    return [*_consent(viewer), *_objections(viewer), *_items(viewer)]


def _consent(viewer: Viewer) -> list[Todo]:
    asked = own_stars(viewer).filter(state=StarState.DECIDED)
    sentence = _("支部推选您为每月之星，请确认是否同意通报")
    return [Todo(sentence, _("去确认"), reverse("points:star", args=[star.pk]), weight=2) for star in asked]


def _objections(viewer: Viewer) -> list[Todo]:
    return [
        Todo(
            _("%(name)s的积分有异议等您答复") % {"name": objection.figure.person.name}, _("去答复"),
            reverse("points:objection", args=[objection.pk]),
            due_at=datetime.combine(objection.appeal_due_on or objection.answer_due_on, time(18), SHANGHAI), weight=2,
        )
        for objection in waiting_objections(viewer)[:3]
    ]  # fmt: skip


def _items(viewer: Viewer) -> list[Todo]:
    rows = list(waiting(viewer)[:100])
    if not rows:
        return []
    due = review_due_on(local_date(rows[0].declared_at))
    sentence = _("有 %(n)d 项积分申报等您审核") % {"n": len(rows)}
    at = datetime.combine(due, time(18), SHANGHAI)
    return [Todo(sentence, _("去审核"), reverse("points:review"), due_at=at, weight=3)]
