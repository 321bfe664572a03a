"""What can I ask for now? From facts that are held already, each proposal saying which fact it comes from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zhibu.casework.enums import DUTIES, OPEN, Duty, Fact, State
from zhibu.casework.models import Case, Version, Window
from zhibu.casework.queries.cases import UNSENT_BY_OTHERS
from zhibu.casework.queries.matters import in_force, is_for
from zhibu.casework.rules.clock import EXPIRY_NOTICE
from zhibu.kernel.clock import local_date
from zhibu.kernel.templatetags.zhibu import day
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person
from zhibu.members.enums import Category


@dataclass(frozen=True, slots=True)
class Proposal:
    """A matter and why it fits; `source` names where the fact stands."""

    version: Version
    why: str
    source: str


class Known:
    """What is held on one person, asked for only when a matter needs it."""

    def __init__(self, viewer: Viewer, at: datetime) -> None:
        self.viewer, self.today = viewer, local_date(at)

    @cached_property
    def person(self) -> Any:
        """His record."""
        return get_person(self.viewer, self.viewer.person_id or 0)

    @cached_property
    def cases(self) -> list[tuple[str, str, date | None, int | None]]:
        """Matter, state, end of validity and window of his cases."""
        rows = Case.objects.filter(applicant_id=self.viewer.person_id or 0).exclude(UNSENT_BY_OTHERS)
        return list(rows.values_list("version__matter__code", "state", "expires_on", "window_id"))

    @cached_property
    def windows(self) -> dict[int, Window]:
        """Open windows by matter."""
        rows = Window.objects.filter(opens_on__lte=self.today, closes_on__gte=self.today)
        return {window.matter_id: window for window in rows}


def proposals(viewer: Viewer, *, at: datetime) -> list[Proposal]:
    """Each matter at most once, by the first fact that speaks for it; what is under way already is left out."""
    if viewer.person_id is None:
        return []
    known = Known(viewer, at)
    found = []
    for version in in_force(viewer):
        shape = version.shape
        if shape.offers and is_for(viewer, shape) and not _under_way(known, version):
            found += [one for one in (_speaks(known, version, fact) for fact in shape.offers) if one][:1]
    return found


def _under_way(known: Known, version: Version) -> bool:
    return any(code == version.matter.code and state in OPEN for code, state, *_rest in known.cases)


def _speaks(known: Known, version: Version, fact: str) -> Proposal | None:
    why = FINDERS[fact](known, version)
    return Proposal(version, why, str(SOURCES[fact])) if why else None


def _permit(known: Known, version: Version) -> str:
    """The latest validity of what this matter renews, when it ends within 45 days or ended within the last year."""
    ends = [end for code, state, end, _w in known.cases if code == version.shape.renews and state == State.DONE and end]
    ends += [end for code, state, end, _w in known.cases if code == version.matter.code and state == State.DONE and end]
    last = max(ends, default=None)
    if last is None or not known.today - timedelta(days=365) < last <= known.today + timedelta(days=EXPIRY_NOTICE):
        return ""
    return _("您的居住证 %(day)s 到期") % {"day": day(last)}


def _window(known: Known, version: Version) -> str:
    window = known.windows.get(version.matter_id)
    gone = (State.WITHDRAWN, State.DECLINED)
    if window is None or any(w == window.pk and state not in gone for _c, state, _e, w in known.cases):
        return ""
    return _("“%(title)s”开放到 %(day)s，您还没有办") % {"title": window.title, "day": day(window.closes_on)}


def _member(known: Known, version: Version) -> str:
    return _("您是党员") if known.viewer.is_member else ""


def _not_member(known: Known, version: Version) -> str:
    return "" if known.viewer.is_member else _("您还不是党员，想了解可以咨询")


def _probationary(known: Known, version: Version) -> str:
    return _("您是预备党员") if known.viewer.category == Category.PROBATIONARY else ""


def _hardship(known: Known, version: Version) -> str:
    return _("您登记为生活困难") if known.person.is_in_hardship else ""


def _migrant(known: Known, version: Version) -> str:
    return _("您登记为外来务工") if known.person.is_migrant_worker else ""


def _head(known: Known, version: Version) -> str:
    return _("您担任支部书记或副书记") if known.viewer.has_role(*DUTIES[Duty.HEADS]) else ""


FINDERS: dict[str, Callable[[Known, Version], str]] = {
    Fact.PERMIT_ENDS: _permit,
    Fact.WINDOW_OPEN: _window,
    Fact.HARDSHIP: _hardship,
    Fact.NOT_MEMBER: _not_member,
    Fact.PROBATIONARY: _probationary,
    Fact.MEMBER: _member,
    Fact.HEAD: _head,
    Fact.MIGRANT: _migrant,
}
_RECORD, _CASES, _POSTS = gettext_lazy("我的档案"), gettext_lazy("我的办件"), gettext_lazy("任职记录")
SOURCES: dict[str, Any] = {
    Fact.PERMIT_ENDS: _CASES, Fact.WINDOW_OPEN: _CASES, Fact.HARDSHIP: _RECORD, Fact.NOT_MEMBER: _RECORD,
    Fact.PROBATIONARY: _RECORD, Fact.MEMBER: _RECORD, Fact.HEAD: _POSTS, Fact.MIGRANT: _RECORD,
}  # fmt: skip
