"""Setting up, naming, moving, merging and closing organisations; nothing of their past is lost (rules.md 1.2)."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from zhibu.kernel.clock import local_date
from zhibu.kernel.events import publish
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.enums import LIVING, Change, Kind, Province, State, UnitRelation
from zhibu.organisations.errors import HasOrganisationsBelow, NameTaken, NoSuchOrganisation, StepNotOpen, WrongPlace
from zhibu.organisations.events import OrganisationDissolved, OrganisationMerged, OrganisationMoved
from zhibu.organisations.models import Organisation
from zhibu.organisations.queries import get_organisation
from zhibu.organisations.rules import may_become, may_stand_under
from zhibu.organisations.services.history import locked, need_document, need_past, write

_tree: Any = Organisation.objects  # treebeard's manager is untyped


@transaction.atomic
def found(
    viewer: Viewer, *, parent_id: int | None, name: str, short_name: str, kind: Kind, founded_on: date, at: datetime,
    document: str = "", unit_relation: UnitRelation = UnitRelation.SAME_AS_PARENT, state: State = State.ACTIVE,
) -> Organisation:  # fmt: skip
    """Set up an organisation under one that the viewer manages; the first of all needs the system itself.

    Raises NoSuchOrganisation, WrongPlace, NameTaken.
    """
    parent = _parent(viewer, parent_id)
    if not may_stand_under(kind, parent.kind if parent else None):
        raise WrongPlace
    _need_free(short_name)
    fields = {
        "name": name.strip(), "short_name": short_name.strip(), "kind": kind, "state": state,
        "unit_relation": unit_relation, "founded_on": founded_on,
    }  # fmt: skip
    made: Organisation = _tree.add_child(parent, fields) if parent else _tree.add_root(fields)
    write(viewer, made, Change.FOUNDED, at=at, happened_on=founded_on, after=made.name, document=document)
    return made


def _parent(viewer: Viewer, parent_id: int | None) -> Organisation | None:
    if parent_id is None:
        if not viewer.is_system:
            raise NoSuchOrganisation
        return None
    get_organisation(viewer, parent_id, to="manage")
    parent: Organisation = Organisation.objects.select_for_update().get(pk=parent_id)
    return parent


def _need_free(short_name: str, *, but: int | None = None) -> None:
    if Organisation.objects.filter(short_name=short_name.strip()).exclude(pk=but).exists():
        raise NameTaken


@transaction.atomic
def advance(
    viewer: Viewer, *, organisation_id: int, to: State, happened_on: date, at: datetime, document: str = ""
) -> Organisation:
    """The next step of life: applied, approved (with its document), running, suspended. Raises StepNotOpen."""
    organisation = locked(viewer, organisation_id)
    if not may_become(organisation.state, to):
        raise StepNotOpen
    if to == State.APPROVED:
        need_document(document)
    before = organisation.get_state_display()
    organisation.state = to
    organisation.save(update_fields=["state"])
    after = organisation.get_state_display()
    change: dict[str, Any] = {
        "happened_on": happened_on,
        "before": str(before),
        "after": str(after),
        "document": document,
    }
    write(viewer, organisation, Change.STATE_CHANGED, at=at, **change)
    return organisation


@transaction.atomic
def rename(
    viewer: Viewer, *, organisation_id: int, name: str, short_name: str, happened_on: date, at: datetime,
    document: str = "",
) -> Organisation:  # fmt: skip
    """A new name; the old one stays in the history. The same name again changes nothing."""
    organisation = locked(viewer, organisation_id)
    wanted = (name.strip(), short_name.strip())
    if wanted == (organisation.name, organisation.short_name):
        return organisation
    _need_free(short_name, but=organisation.pk)
    before = organisation.name
    organisation.name, organisation.short_name = wanted
    organisation.save(update_fields=["name", "short_name"])
    change: dict[str, Any] = {
        "happened_on": happened_on,
        "before": before,
        "after": organisation.name,
        "document": document,
    }
    write(viewer, organisation, Change.RENAMED, at=at, **change)
    return organisation


@transaction.atomic
def place(viewer: Viewer, *, organisation_id: int, province: str, happened_on: date, at: datetime) -> Organisation:
    """The province where an organisation is; those below without one of their own are there too. Again is the same."""
    organisation = locked(viewer, organisation_id)
    before, after = organisation.province, str(Province(province)) if province else ""
    if before == after:
        return organisation
    organisation.province = after
    organisation.save(update_fields=["province"])
    words = {
        "before": str(Province(before).label) if before else "",
        "after": str(Province(after).label) if after else "",
    }
    write(viewer, organisation, Change.PLACED, at=at, happened_on=happened_on, **words)
    return organisation


@transaction.atomic
def change_kind(
    viewer: Viewer, *, organisation_id: int, kind: Kind, happened_on: date, at: datetime, document: str
) -> Organisation:
    """A branch becomes a general branch and the like, by decision above. Raises WrongPlace, DocumentNeeded."""
    organisation = locked(viewer, organisation_id)
    need_document(document)
    parent = _tree.get_parent(organisation)
    below = _tree.get_children(organisation).filter(state__in=LIVING).values_list("kind", flat=True)
    fits = may_stand_under(kind, parent.kind if parent else None)
    if not fits or not all(may_stand_under(child, kind) for child in below):
        raise WrongPlace
    before = str(organisation.get_kind_display())
    organisation.kind = kind
    organisation.save(update_fields=["kind"])
    change: dict[str, Any] = {
        "happened_on": happened_on,
        "before": before,
        "after": str(organisation.get_kind_display()),
    }
    write(viewer, organisation, Change.KIND_CHANGED, at=at, document=document, **change)
    return organisation


@transaction.atomic
def move(
    viewer: Viewer, *, organisation_id: int, parent_id: int, happened_on: date, at: datetime, document: str
) -> Organisation:
    """Under another body. Paths of the subtree change; rows elsewhere keep the organisation's id and follow.

    The viewer manages both the old and the new place. Raises WrongPlace, DocumentNeeded.
    """
    organisation = locked(viewer, organisation_id)
    need_document(document)
    target = _parent(viewer, parent_id)
    before = _tree.get_parent(organisation)
    if target is None or target.path.startswith(organisation.path):
        raise WrongPlace
    if not may_stand_under(organisation.kind, target.kind):
        raise WrongPlace
    moved = _relocate(organisation, target)
    names = {"before": before.short_name if before else "", "after": target.short_name}
    write(viewer, moved, Change.MOVED, at=at, happened_on=happened_on, document=document, **names)
    publish(OrganisationMoved(organisation_id=moved.pk, before_path=organisation.path, after_path=moved.path))
    return moved


def _relocate(organisation: Organisation, target: Organisation) -> Organisation:
    # Paths depend on each other: whoever changes the tree waits for the one before.
    list(Organisation.objects.select_for_update().filter(depth=1).order_by("pk"))
    node = Organisation.objects.get(pk=organisation.pk)
    _tree.move(node, Organisation.objects.get(pk=target.pk), pos="last-child")
    moved: Organisation = Organisation.objects.get(pk=organisation.pk)
    return moved


@transaction.atomic
def merge(
    viewer: Viewer, *, organisation_id: int, heir_id: int, happened_on: date, at: datetime, document: str
) -> Organisation:
    """Into another of the same kind of place. Groups below go along; members follow in the same transaction.

    The merged organisation keeps its id, history and ledger. Raises WrongPlace, DocumentNeeded, NotLiving.
    """
    organisation, heir = locked(viewer, organisation_id), locked(viewer, heir_id)
    need_document(document)
    below = list(_tree.get_children(organisation).filter(state__in=LIVING))
    if heir.path.startswith(organisation.path) or not all(may_stand_under(c.kind, heir.kind) for c in below):
        raise WrongPlace
    for child in below:
        _relocate(child, heir)
    Organisation.objects.filter(pk=organisation.pk).update(state=State.MERGED, merged_into=heir)
    merged: Organisation = Organisation.objects.get(pk=organisation.pk)
    change: dict[str, Any] = {
        "happened_on": happened_on,
        "document": document,
        "before": merged.short_name,
        "after": heir.short_name,
    }
    write(viewer, merged, Change.MERGED, at=at, **change)
    publish(
        OrganisationMerged(
            organisation_id=merged.pk, heir_id=heir.pk, happened_on=str(happened_on), document=document, by=viewer.name
        )
    )
    return merged


@transaction.atomic
def dissolve(viewer: Viewer, *, organisation_id: int, happened_on: date, at: datetime, document: str) -> Organisation:
    """Close it. Refused while organisations below live; whoever keeps members on it vetoes."""
    organisation = locked(viewer, organisation_id)
    need_document(document)
    need_past(happened_on, at)
    if _tree.get_descendants(organisation).filter(state__in=LIVING).exists():
        raise HasOrganisationsBelow
    organisation.state = State.DISSOLVED
    organisation.save(update_fields=["state"])
    change: dict[str, Any] = {"happened_on": happened_on, "before": organisation.name, "document": document}
    write(viewer, organisation, Change.DISSOLVED, at=at, **change)
    publish(OrganisationDissolved(organisation_id=organisation.pk, happened_on=str(happened_on)))
    return organisation


@transaction.atomic
def withdraw(viewer: Viewer, *, organisation_id: int, document: str, at: datetime) -> Organisation:
    """Take back a setting-up that came to nothing: closed today, and its short name is free for another.

    Raises HasOrganisationsBelow; whoever keeps members on it vetoes.
    """
    closed = dissolve(viewer, organisation_id=organisation_id, happened_on=local_date(at), document=document, at=at)
    closed.short_name = f"{closed.short_name[:28]} #{closed.pk}"
    closed.save(update_fields=["short_name"])
    return closed
