"""Building a matter without code: a draft that is edited part by part, looked at, and published as the next version."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.casework.enums import Duty
from zhibu.casework.errors import DefinitionFaulty, DraftChanged, NotABuilder
from zhibu.casework.models import Draft, Matter, Version
from zhibu.casework.queries.matters import builds, get_draft, get_matter
from zhibu.casework.rules.definition import PARTS, faults, parse
from zhibu.kernel.viewer import Viewer

Change = Callable[[dict[str, Any]], None]


def begin_matter(viewer: Viewer, *, code: str, title: str, at: datetime) -> Draft:
    """A new matter with an empty draft; the same code again gives the draft that is there. Raises NotABuilder."""
    if not builds(viewer):
        raise NotABuilder
    with transaction.atomic():
        defaults = {"made_by_name": viewer.name, "made_at": at}
        matter = Matter.objects.get_or_create(code=code, defaults=defaults)[0]
    return begin_draft(viewer, code=matter.code, title=title, at=at)


def begin_draft(viewer: Viewer, *, code: str, title: str = "", at: datetime) -> Draft:
    """The next version begins as the one in force stands; begun twice it is one."""
    matter = get_matter(viewer, code)
    before = Version.objects.filter(matter=matter, number=matter.number).first()
    definition = before.definition if before else _empty(title)
    defaults = {"definition": definition, "edited_by_name": viewer.name, "edited_at": at}
    with transaction.atomic():
        return Draft.objects.get_or_create(matter=matter, defaults=defaults)[0]


def _empty(title: str) -> dict[str, Any]:
    step = {"code": "check", "label": _("受理并办理"), "duty": str(Duty.STAFF), "days": 5}
    return {"title": title, "fields": [], "materials": [], "steps": [step], "letters": []}


def change_basics(viewer: Viewer, *, code: str, revision: int, said: Mapping[str, Any], at: datetime) -> Draft:
    """Title, guide, whom it is for, what it needs beyond the form. Raises DraftChanged, NoSuchMatter."""
    known = {name: value for name, value in said.items() if name not in PARTS}
    return _change(viewer, code, revision, at, lambda data: data.update(known))


def change_part(
    viewer: Viewer, *, code: str, revision: int, part: str, place: int, said: Mapping[str, Any], at: datetime
) -> Draft:
    """Replace one field, material, step or letter; a place behind the last one adds it."""

    def change(data: dict[str, Any]) -> None:
        rows = data.setdefault(part, [])
        if place < len(rows):
            rows[place] = _merged(rows[place], said)
        else:
            rows.append(dict(said))

    return _change(viewer, code, revision, at, change)


def _merged(before: Mapping[str, Any], said: Mapping[str, Any]) -> dict[str, Any]:
    """What the form did not ask stays as it was; a step's notes keep their samples and marks by code."""
    merged = {**before, **said}
    if "fields" in said:
        had = {one["code"]: one for one in before.get("fields", ())}
        merged["fields"] = [{**had.get(one["code"], {}), **one} for one in said["fields"]]
    return merged


def move_part(viewer: Viewer, *, code: str, revision: int, part: str, place: int, at: datetime) -> Draft:
    """One place up; the first one stays."""

    def change(data: dict[str, Any]) -> None:
        rows = data.get(part, [])
        if 0 < place < len(rows):
            rows[place - 1], rows[place] = rows[place], rows[place - 1]

    return _change(viewer, code, revision, at, change)


def remove_part(viewer: Viewer, *, code: str, revision: int, part: str, place: int, at: datetime) -> Draft:
    """Take one out."""

    def change(data: dict[str, Any]) -> None:
        if place < len(data.get(part, [])):
            del data[part][place]

    return _change(viewer, code, revision, at, change)


def _change(viewer: Viewer, code: str, revision: int, at: datetime, change: Change) -> Draft:
    found = get_draft(viewer, code)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().select_related("matter").get(pk=found.pk)
        if draft.revision != revision:
            raise DraftChanged
        change(draft.definition)
        draft.revision += 1
        draft.edited_by_name, draft.edited_at = viewer.name, at
        draft.save()
    return draft


def publish_draft(viewer: Viewer, *, code: str, changes: str, at: datetime) -> Version:
    """The draft becomes the next version, in force at once; cases that go on keep theirs.

    Raises DefinitionFaulty with what is missing, NoSuchMatter.
    """
    found = get_draft(viewer, code)
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=found.pk)
        shape = parse(draft.definition)
        if wrong := faults(shape):
            raise DefinitionFaulty(str(DefinitionFaulty.sentence) % {"faults": "；".join(wrong)})
        matter = Matter.objects.select_for_update().get(pk=draft.matter_id)
        version = Version.objects.create(
            matter=matter, number=matter.number + 1, title=shape.title, definition=draft.definition,
            changes=changes.strip()[:300], published_by_name=viewer.name, published_at=at,
        )  # fmt: skip
        matter.number, matter.is_open = version.number, True
        matter.save(update_fields=["number", "is_open"])
        draft.delete()
        audit(viewer, action="casework.published", subject=f"matter:{matter.pk}", at=at, version=version.number)
    return version


def drop_draft(viewer: Viewer, *, code: str) -> None:
    """Throw a draft away; the version in force stays."""
    draft = get_draft(viewer, code)
    with transaction.atomic():
        draft.delete()


def open_or_close(viewer: Viewer, *, code: str, is_open: bool, at: datetime) -> Matter:
    """Offer a published matter again, or no longer; cases that go on are not touched."""
    matter = get_matter(viewer, code)
    with transaction.atomic():
        row = Matter.objects.select_for_update().get(pk=matter.pk)
        row.is_open = is_open and row.number > 0
        row.save(update_fields=["is_open"])
        if not row.is_open:
            audit(viewer, action="casework.closed", subject=f"matter:{row.pk}", at=at, matter=row.code)
    return row
