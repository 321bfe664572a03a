"""Bringing a scheme in, changing a draft, switching it on."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.forms.models import model_to_dict

from zhibu.audit.api import record as audit
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import get_organisation
from zhibu.points.enums import ASPECT_FIELDS, Aspect, SchemeState
from zhibu.points.errors import NoResolution, NotForYou, NoTopList, SchemeNotClean, SchemeNotDraft, SchemeUnreadable
from zhibu.points.models import Index, Scheme, Source
from zhibu.points.queries.schemes import MANAGERS, get_index, get_scheme, sheet_of
from zhibu.points.rules.lint import lint
from zhibu.points.rules.reading import Problem, Row, parse
from zhibu.points.rules.top_list import may_be_ordered

# What an editor may change of an index.
EDITABLE = frozenset({
    "name_zh", "name_en", "value", "cap", "cap_period", "step", "needed", "target", "target_officers", "settle",
    "evidence", "is_self_declared", "review",
})  # fmt: skip


def import_scheme(viewer: Viewer, *, organisation_id: int, year: int, title: str, text: str, at: datetime) -> Scheme:
    """Make a draft from CSV text. What cannot be read refuses the file; what the lint says is shown on the draft."""
    organisation = get_organisation(viewer, organisation_id)
    if not viewer.holds(MANAGERS, organisation.path):
        raise NotForYou
    sheet = parse(text)
    if sheet.problems or not sheet.rows:
        raise SchemeUnreadable(_first(sheet.problems))
    with transaction.atomic():
        caps = {f"cap_{field}": sheet.bonus_caps[aspect] for aspect, field in ASPECT_FIELDS.items()}
        scheme = Scheme.objects.create(
            organisation=organisation, year=year, version=_next_version(organisation_id, year), title=title,
            created_by=viewer.name, created_at=at, **caps,
        )  # fmt: skip
        for row in sheet.rows:
            _add_index(scheme, row)
        audit(viewer, action="points.scheme_imported", subject=f"scheme:{scheme.pk}", at=at, rows=len(sheet.rows))
    return scheme


def _first(problems: list[Problem]) -> str | None:
    if not problems:
        return None
    first = problems[0]
    return f"{first.row} {first.id}：{first.message}（+{len(problems) - 1}）" if len(problems) > 1 else first.message


def _next_version(organisation_id: int, year: int) -> int:
    held = Scheme.objects.filter(organisation_id=organisation_id, year=year).aggregate(last=Max("version"))
    return (held["last"] or 0) + 1


def _add_index(scheme: Scheme, row: Row) -> None:
    reading = row.reading
    index = Index.objects.create(
        scheme=scheme, code=row.code, aspect=row.aspect, name_zh=row.name_zh, name_en=row.name_en, kind=row.kind,
        formula=reading.formula if reading else "per_fact", value=row.value, cap=row.cap or 0,
        cap_period=row.cap_period, step=reading.step if reading else 0, needed=reading.needed if reading else 0,
        target=reading.target if reading else 0, target_officers=reading.target_officers if reading else 0,
        settle=row.settle, evidence=row.evidence, is_self_declared=row.is_self_declared, review=row.review,
        origin=row.origin,
    )  # fmt: skip
    Source.objects.bulk_create(Source(index=index, kind=kind) for kind in (reading.kinds if reading else ()))


def copy_scheme(viewer: Viewer, *, scheme_id: int, at: datetime, year: int | None = None) -> Scheme:
    """A draft with the same indexes: the next version, next year's scheme, or a trial of other numbers."""
    old = get_scheme(viewer, scheme_id, to="manage")
    year = year or old.year
    with transaction.atomic():
        caps = {f"cap_{field}": getattr(old, f"cap_{field}") for field in ASPECT_FIELDS.values()}
        new = Scheme.objects.create(
            organisation_id=old.organisation_id, year=year, version=_next_version(old.organisation_id, year),
            title=old.title, carry_over=old.carry_over, based_on=old, created_by=viewer.name, created_at=at, **caps,
        )  # fmt: skip
        for index in old.indexes.prefetch_related("sources").order_by("pk"):
            values = model_to_dict(index, exclude=["id", "scheme"])
            copy = Index.objects.create(scheme=new, **values)
            Source.objects.bulk_create(Source(index=copy, kind=source.kind) for source in index.sources.all())
    return new


def _draft(scheme: Scheme) -> Scheme:
    locked = Scheme.objects.select_for_update().get(pk=scheme.pk)
    if locked.state != SchemeState.DRAFT:
        raise SchemeNotDraft
    return locked


def change_index(viewer: Viewer, *, index_id: int, at: datetime, **values: Any) -> Index:
    """Change an index of a draft; tenths for values. Unknown names are a fault of the caller."""
    index = get_index(viewer, index_id, to="manage")
    if unknown := values.keys() - EDITABLE:
        raise ValueError(f"not editable: {sorted(unknown)}")
    with transaction.atomic():
        _draft(index.scheme)
        for name, value in values.items():
            setattr(index, name, value)
        index.save(update_fields=list(values))
        audit(viewer, action="points.index_changed", subject=f"index:{index.pk}", at=at, changed=sorted(values))
    return index


def remove_index(viewer: Viewer, *, index_id: int, at: datetime) -> None:
    """Take an index out of a draft."""
    index = get_index(viewer, index_id, to="manage")
    with transaction.atomic():
        _draft(index.scheme)
        index.delete()
        audit(viewer, action="points.index_removed", subject=f"scheme:{index.scheme_id}", at=at, code=index.code)


def set_bonus_caps(
    viewer: Viewer, *, scheme_id: int, caps: dict[int, int], at: datetime, carry_over: int | None = None
) -> Scheme:
    """Change the bonus caps of a draft, tenths by aspect, and how much of last year's figure counts, per cent."""
    scheme = get_scheme(viewer, scheme_id, to="manage")
    with transaction.atomic():
        scheme = _draft(scheme)
        for aspect, tenths in caps.items():
            setattr(scheme, f"cap_{ASPECT_FIELDS[Aspect(aspect)]}", tenths)
        scheme.carry_over = scheme.carry_over if carry_over is None else carry_over
        scheme.save()
    return scheme


def activate_scheme(viewer: Viewer, *, scheme_id: int, resolution: str, at: datetime) -> Scheme:
    """Switch a draft on by a resolution; the version before it is retired. Raises SchemeNotClean."""
    scheme = get_scheme(viewer, scheme_id, to="manage")
    if not resolution.strip():
        raise NoResolution
    with transaction.atomic():
        scheme = _draft(scheme)
        if problems := lint(sheet_of(scheme), profile=settings.PROFILE):
            raise SchemeNotClean(_first(problems))
        before = Scheme.objects.filter(organisation_id=scheme.organisation_id, year=scheme.year)
        before.filter(state=SchemeState.ACTIVE).update(state=SchemeState.RETIRED)
        scheme.state, scheme.resolution, scheme.activated_at = SchemeState.ACTIVE, resolution.strip(), at
        scheme.save(update_fields=["state", "resolution", "activated_at"])
        audit(viewer, action="points.scheme_activated", subject=f"scheme:{scheme.pk}", at=at, reason=resolution.strip())
    return scheme


def allow_top_list(viewer: Viewer, *, scheme_id: int, reason: str, scope: str, until: date, at: datetime) -> Scheme:
    """Allow names in the order of figures, for one scope and until one day. Raises NoTopList (rules.md 10.5)."""
    scheme = get_scheme(viewer, scheme_id, to="manage")
    scheme.top_list_reason, scheme.top_list_scope, scheme.top_list_until = reason.strip(), scope.strip(), until
    if not may_be_ordered(
        profile=settings.PROFILE, reason=scheme.top_list_reason, scope=scheme.top_list_scope, until=until, day=at.date()
    ):
        raise NoTopList
    with transaction.atomic():
        scheme.save(update_fields=["top_list_reason", "top_list_scope", "top_list_until"])
        audit(viewer, action="points.top_list_allowed", subject=f"scheme:{scheme.pk}", at=at, reason=reason.strip())
    return scheme
