"""Taking an import back, chunk by chunk."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction

from zhibu.kernel.viewer import Viewer
from zhibu.members.models import (
    Membership,
    MembershipEvent,
    Person,
    PostHolding,
    RoleGrant,
    RosterChange,
    RosterImport,
)
from zhibu.organisations.api import branches, withdraw

CHUNK = 500
Ids = set[int]


@transaction.atomic
def undo_chunk(roster: RosterImport) -> int:
    """Take back the next changes, the newest first; returns how many. Those that must stay are marked as kept."""
    waiting = RosterChange.objects.filter(roster=roster, kept=False, person__isnull=False)
    chunk = list(waiting.select_related("person").order_by("-pk")[:CHUNK])
    touched = _touched(roster, chunk)
    created = {change.person_id for change in chunk if change.created and change.person_id}
    kept = touched | (_depended_on(Person, created) | _memberships_depended_on(created))
    _delete_people(roster, created - kept)
    for change in chunk:
        if not change.created and change.person_id and change.person_id not in touched:
            _restore(roster, change.person_id, json.loads(change.before))
    RosterChange.objects.filter(roster=roster, person_id__in=kept).update(kept=True)
    restored = [change.pk for change in chunk if not change.created and change.person_id not in touched]
    RosterChange.objects.filter(pk__in=restored).update(person=None, before="")
    return len(chunk)


def withdraw_branches(viewer: Viewer, roster: RosterImport, *, at: datetime) -> None:
    """Close the branches that the import set up and that nobody's record, post or role points to; names are free."""
    founded = set(roster.plan.get("founded", []))
    for branch in branches(viewer, to="shape").filter(pk__in=founded - _in_use(founded)):
        withdraw(viewer, organisation_id=branch.pk, document=f"{roster.file_name} #{roster.pk}", at=at)


def _in_use(branches: Ids) -> Ids:
    keys = ((Membership, "branch_id"), (PostHolding, "organisation_id"), (RoleGrant, "organisation_id"))
    rows = (model._base_manager.filter(**{f"{key}__in": branches}).values_list(key, flat=True) for model, key in keys)
    return {pk for found in rows for pk in found}


def _touched(roster: RosterImport, chunk: list[RosterChange]) -> Ids:
    """People who were changed by somebody else since."""
    ids = [change.person_id for change in chunk if change.person_id]
    edited = {change.person_id for change in chunk if change.person and change.person.updated_at != roster.started_at}
    events = MembershipEvent.objects.filter(person_id__in=ids, recorded_at__gte=roster.started_at)
    later = events.exclude(source=source_of(roster)).values_list("person_id", flat=True)
    return {pk for pk in (*edited, *later) if pk}


def source_of(roster: RosterImport) -> str:
    """What the events of an import carry."""
    return f"roster:{roster.pk}"


def _depended_on(model: type[models.Model], ids: Ids) -> Ids:
    """Of these rows, those that a protected key of any other table points to."""
    own = {Membership, MembershipEvent, RosterChange}
    return {pk for key in _keys_to(model) if key.model not in own for pk in _pointed_to(key, ids)}


def _keys_to(model: type[models.Model]) -> Iterable[Any]:
    for relation in model._meta.get_fields(include_hidden=True):
        if relation.auto_created and relation.is_relation and not relation.concrete:
            key: Any = relation.field  # type: ignore[union-attr]
            if key.remote_field.on_delete is not models.CASCADE:
                yield key


def _pointed_to(key: Any, ids: Ids) -> Iterable[int]:
    rows = key.model._base_manager.filter(**{f"{key.name}__in": ids})
    return [pk for pk in rows.values_list(key.attname, flat=True).distinct() if pk]


def _memberships_depended_on(people: Ids) -> Ids:
    person_of = dict(Membership.objects.filter(person_id__in=people).values_list("pk", "person_id"))
    return {person_of[pk] for pk in _depended_on(Membership, set(person_of))}


def _delete_people(roster: RosterImport, ids: Ids) -> None:
    MembershipEvent.objects.filter(person_id__in=ids, source=source_of(roster)).delete()
    Membership.objects.filter(person_id__in=ids).delete()
    Person.objects.filter(pk__in=ids).delete()


def _restore(roster: RosterImport, person_id: int, before: dict[str, Any]) -> None:
    MembershipEvent.objects.filter(person_id=person_id, source=source_of(roster)).delete()
    membership = Membership.objects.filter(person_id=person_id)
    if before["membership"] is None:
        membership.delete()
    else:
        membership.update(**before["membership"])
    Person.objects.filter(pk=person_id).update(**before["person"])
