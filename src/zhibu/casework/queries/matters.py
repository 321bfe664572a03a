"""What can be asked for now."""

from datetime import date, datetime
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from zhibu.activities.api import activities
from zhibu.activities.enums import RUNNING
from zhibu.casework.enums import BUILDERS, DUTIES, Duty, Hall, Special
from zhibu.casework.errors import NoSuchMatter, NotABuilder
from zhibu.casework.models import Draft, Matter, Version, Window
from zhibu.casework.rules.definition import Definition, Field, Material
from zhibu.kernel.clock import local_date
from zhibu.kernel.templatetags.zhibu import when
from zhibu.kernel.viewer import Viewer


def in_force(viewer: Viewer) -> QuerySet[Version]:
    """The versions in force of what is open, by title."""
    rows = Version.objects.filter(matter__is_open=True, number=F("matter__number"))
    return rows.select_related("matter").order_by("pk")


def get_version(viewer: Viewer, code: str, *, number: int | None = None) -> Version:
    """The version in force of an open matter, or the `number` that a form began with. Raises NoSuchMatter.

    What was typed into a form is kept although the matter was changed or closed meanwhile; sending it asks again.
    """
    rows = in_force(viewer).filter(matter__code=code)
    if number:
        rows = Version.objects.filter(matter__code=code, number=number).select_related("matter")
    found = rows.first()
    if found is None or not is_for(viewer, found.shape):
        raise NoSuchMatter
    return found


def is_for(viewer: Viewer, definition: Definition) -> bool:
    """Whether he may ask for it: some matters are for officers of a branch."""
    return not definition.officers_only or viewer.has_role(*DUTIES[Duty.RECORDS])


def halls(viewer: Viewer) -> list[tuple[str, list[Version]]]:
    """The catalogue under its headings."""
    rows = [version for version in in_force(viewer) if is_for(viewer, version.shape)]
    found = [(str(hall.label), [row for row in rows if row.shape.hall == hall]) for hall in Hall]
    return [(label, versions) for label, versions in found if versions]


def open_window(matter: Matter, today: date) -> Window | None:
    """The window of a matter that is open today."""
    return Window.objects.filter(matter=matter, opens_on__lte=today, closes_on__gte=today).first()


def next_window(matter: Matter, today: date) -> Window | None:
    """The one that comes next."""
    return Window.objects.filter(matter=matter, opens_on__gt=today).order_by("opens_on").first()


def guide_of(viewer: Viewer, version: Version, *, at: datetime) -> dict[str, Any]:
    """What the page of a matter shows."""
    today, shape = local_date(at), version.shape
    windowed = shape.special == Special.WINDOWS
    return {
        "version": version, "shape": shape, "windowed": windowed,
        "window": open_window(version.matter, today) if windowed else None,
        "coming": next_window(version.matter, today) if windowed else None,
    }  # fmt: skip


MOST_OFFERED = 20


def offered(viewer: Viewer, definition: Definition, *, at: datetime) -> list[str]:
    """Activities that he may still join, soonest first, as a form offers them and a case keeps them."""
    if not definition.asks_activity:
        return []
    rows = activities(viewer).filter(state__in=RUNNING, ends_at__gt=at)
    open_ones = rows.filter(Q(signup_deadline=None) | Q(signup_deadline__gt=at)).order_by("starts_at", "pk")
    return [f"{one.title}（{when(one.starts_at)} {one.place}）" for one in open_ones[:MOST_OFFERED]]


TOP = 4  # letters of a tree path at the first level


def builds(viewer: Viewer) -> bool:
    """Whether he keeps the catalogue and takes the lists: both are of the whole tree, so his role has to be too."""
    return any(len(path) <= TOP for path in viewer.paths(BUILDERS))


def kept(viewer: Viewer) -> list[tuple[Matter, Version | None, Draft | None]]:
    """Every matter with its version in force and its draft, for those who keep them. Raises NotABuilder."""
    if not builds(viewer):
        raise NotABuilder
    matters = Matter.objects.select_related("draft").order_by("pk")
    versions = {row.matter_id: row for row in Version.objects.filter(number=F("matter__number"))}
    return [(matter, versions.get(matter.pk), getattr(matter, "draft", None)) for matter in matters]


def get_matter(viewer: Viewer, code: str) -> Matter:
    """A matter to keep. Raises NotABuilder, NoSuchMatter."""
    if not builds(viewer):
        raise NotABuilder
    found = Matter.objects.filter(code=code).first()
    if found is None:
        raise NoSuchMatter
    return found


def get_draft(viewer: Viewer, code: str) -> Draft:
    """The next version of a matter while it is written. Raises NotABuilder, NoSuchMatter."""
    matter = get_matter(viewer, code)
    found = Draft.objects.filter(matter=matter).select_related("matter").first()
    if found is None:
        raise NoSuchMatter
    return found


def changes_since(before: Definition, now: Definition) -> list[str]:
    """What is different in the form, in a line each, for whoever began with the version before."""
    had = {one.code: one for one in _asked(before)}
    has = {one.code: one for one in _asked(now)}
    gone = [_("不再要：%(label)s") % {"label": had[code].label} for code in had if code not in has]
    new = [_("新增：%(label)s") % {"label": has[code].label} for code in has if code not in had]
    same = [code for code in has if code in had and has[code] != had[code]]
    return new + [_("有改动：%(label)s") % {"label": has[code].label} for code in same] + gone


def _asked(definition: Definition) -> list[Field | Material]:
    return [*definition.fields, *definition.materials]


def overlapping(matter: Matter, opens_on: date, closes_on: date) -> bool:
    """Whether a window lies over these days already."""
    return Window.objects.filter(Q(opens_on__lte=closes_on) & Q(closes_on__gte=opens_on), matter=matter).exists()
