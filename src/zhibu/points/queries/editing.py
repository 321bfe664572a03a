"""The page of a scheme, and what its managers see on it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings

from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import organisations
from zhibu.points.enums import Aspect, SchemeState
from zhibu.points.errors import NotForYou
from zhibu.points.models import Index, Scheme, Settlement
from zhibu.points.queries.schemes import MANAGERS, get_scheme, sheet_of
from zhibu.points.rules.lint import lint
from zhibu.points.rules.periods import quarter_start
from zhibu.points.rules.reading import Problem
from zhibu.points.rules.top_list import may_be_ordered


@dataclass(slots=True)
class SchemePage:
    """A scheme by aspect; problems and quarters to settle for its managers."""

    scheme: Scheme
    parts: list[tuple[Aspect, int, list[Index]]]
    may_manage: bool
    problems: list[Problem]
    due: list[int]
    settlements: list[Settlement]

    orders_names: bool
    keeps_members: bool

    @property
    def is_draft(self) -> bool:
        """Whether it may still be changed."""
        return self.scheme.state == SchemeState.DRAFT


def scheme_page(viewer: Viewer, pk: int, *, at: datetime) -> SchemePage:
    """Everything of the page."""
    scheme = get_scheme(viewer, pk)
    manages = viewer.holds(MANAGERS, scheme.organisation.path)
    by_aspect: dict[int, list[Index]] = defaultdict(list)
    for index in scheme.indexes.order_by("aspect", "pk"):
        by_aspect[index.aspect].append(index)
    settled = list(scheme.settlements.order_by("quarter")) if manages else []
    over = [quarter for quarter in (1, 2, 3, 4) if at >= quarter_start(scheme.year, quarter + 1)]
    done = {settlement.quarter for settlement in settled}
    is_active = scheme.state == SchemeState.ACTIVE
    return SchemePage(
        scheme=scheme, parts=[(aspect, scheme.bonus_caps[aspect], by_aspect[aspect]) for aspect in Aspect],
        may_manage=manages, problems=lint(sheet_of(scheme), profile=settings.PROFILE) if manages else [],
        due=[quarter for quarter in over if quarter not in done] if manages and is_active else [],
        settlements=settled, keeps_members=bool(viewer.paths(MANAGERS)),
        orders_names=may_be_ordered(
            profile=settings.PROFILE, reason=scheme.top_list_reason, scope=scheme.top_list_scope,
            until=scheme.top_list_until, day=local_date(at),
        ),
    )  # fmt: skip


def managed(viewer: Viewer) -> list[tuple[int, str]]:
    """Organisations whose schemes the viewer manages, the highest first."""
    rows = organisations(viewer, to="manage").order_by("path").values_list("pk", "short_name", "path")
    return [(pk, name) for pk, name, path in rows if viewer.holds(MANAGERS, path)]


def managed_or_refused(viewer: Viewer) -> list[tuple[int, str]]:
    """The same; raises NotForYou when there is none."""
    found = managed(viewer)
    if not found:
        raise NotForYou
    return found
