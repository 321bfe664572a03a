"""How far talks reach: numbers for the organisation, names for the branch's own secretary alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.organisations.api import branches, provinces
from zhibu.organisations.enums import BRANCH_KINDS, Province
from zhibu.talks.enums import Office
from zhibu.talks.errors import NoSuchTalk
from zhibu.talks.models import Talk
from zhibu.talks.queries.hosts import HEADS, READERS
from zhibu.talks.rules.timing import YEAR

FEWEST = 5  # a number about fewer people would name them


@dataclass(frozen=True, slots=True)
class Reached:
    """A branch or province: how many members, how many talked within a year; None where so few would be named."""

    name: str
    members: int
    talked: int | None
    path: str = ""

    @property
    def waiting(self) -> int | None:
        """How many not for a year."""
        return None if self.talked is None else self.members - self.talked


def reach(viewer: Viewer, *, at: datetime) -> list[Reached]:
    """Numbers of the branches that the viewer's post or role covers. Raises NoSuchTalk for anybody else."""
    if not viewer.paths(READERS):
        raise NoSuchTalk
    rows = [row for row in branches(Viewer.system("talks")) if viewer.holds(READERS, row.path)]
    members = _counts(roll("").order_by())
    talked = _counts(roll("").filter(_talked(at)).order_by())
    return [_reached(row, members.get(row.pk, 0), talked.get(row.pk, 0)) for row in rows]


def by_province(branches_: list[Reached]) -> list[Reached]:
    """The same numbers by province, where any is known. Branches too small to be shown are left out, so that the
    difference of two numbers names nobody."""
    sums: dict[str, tuple[int, int]] = {}
    rows = [row for row in branches_ if row.talked is not None]
    of = provinces(row.path for row in rows)
    for row in rows:
        members, talked = sums.get(of[row.path], (0, 0))
        sums[of[row.path]] = (members + row.members, talked + (row.talked or 0))
    if not any(sums):
        return []
    words = {code: str(Province(code).label) if code else _("没有填写省份") for code in sums}
    return [Reached(words[code], *sums[code]) for code in sorted(sums, key=lambda code: (not code, code))]


def _reached(branch: Any, members: int, talked: int) -> Reached:
    return Reached(branch.short_name, members, talked if members >= FEWEST else None, branch.path)


def _counts(rows: Any) -> dict[int, int]:
    return dict(rows.values("branch_id").annotate(n=Count("pk")).values_list("branch_id", "n"))


def _talked(at: datetime) -> Q:
    """Members with a confirmed open talk within a year; talks with the discipline side tell nothing here."""
    rows = Talk.objects.filter(starts_at__gt=at - YEAR).exclude(office=Office.DISCIPLINE)
    rows = rows.exclude(Q(host_confirmed_at=None) | Q(guest_confirmed_at=None))
    return Q(person_id__in=rows.values("host_id")) | Q(person_id__in=rows.values("guest_id"))


def to_talk_with(viewer: Viewer, *, at: datetime) -> list[str]:
    """Names of members of the branches the viewer himself heads who had no talk for a year; for nobody above."""
    own = [grant.organisation_id for grant in viewer.grants if grant.role in HEADS]
    rows = (
        roll("")
        .filter(branch_id__in=own, branch__kind__in=BRANCH_KINDS)
        .exclude(_talked(at))
        .exclude(person_id=viewer.person_id or 0)
    )
    return sorted(rows.values_list("person__name", flat=True))


def figure(rows: list[Reached], *, at: datetime) -> Chart:
    """The shares as bars; branches that are too small are left out."""
    shown = [row for row in rows if row.talked is not None]
    shares = [round(100 * (row.talked or 0) / row.members) for row in shown]
    return Chart(
        title=_("一年内谈过心的党员"), kind="row", labels=[row.name for row in shown],
        series=[Series(_("谈过的比例"), shares)], source=_("双方确认的谈心谈话"), as_of=f"{local_date(at):%Y-%m-%d}",
        unit="%", maximum=100,
    )  # fmt: skip
