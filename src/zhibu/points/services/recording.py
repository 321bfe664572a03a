"""One finding of a reviewing body for a whole branch at once: pledges reviewed, job appraisals passed."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import record_many
from zhibu.members.api import roll
from zhibu.organisations.api import get_organisation
from zhibu.points.enums import DeclarationState
from zhibu.points.errors import NotDeclarable, NotForYou, NotInTheYear
from zhibu.points.models import Declaration, Index
from zhibu.points.queries.declaring import declared_kind, speaks_against
from zhibu.points.queries.schemes import scheme_over
from zhibu.points.rules.reviewers import may_review
from zhibu.points.services.declaring import fact_of


@transaction.atomic
def record_for_branch(
    viewer: Viewer, *, key: UUID, branch_id: int, index_id: int, person_ids: Sequence[int], happened_on: date,
    text: str, at: datetime,
) -> int:  # fmt: skip
    """Record one finding for the named members of a branch, approved at once; returns how many are new.

    The viewer belongs to the body that confirms the index; his own record he leaves to another. The same `key`
    again adds nobody twice. Raises NotForYou, NotDeclarable, NotInTheYear, NoSuchOrganisation.
    """
    branch = get_organisation(viewer, branch_id)
    index = _index(viewer, index_id, branch.path, happened_on, at)
    members = roll(branch.path).filter(person_id__in=person_ids).exclude(person_id=viewer.person_id or 0)
    homes = dict(members.values_list("person_id", "branch_id"))
    rows = [
        Declaration(
            key=uuid5(key, str(person)), index=index, person_id=person, branch_id=home, happened_on=happened_on,
            text=text.strip(), declared_by_id=viewer.person_id, declared_by_name=viewer.name, declared_at=at,
        )
        for person, home in sorted(homes.items())
    ]  # fmt: skip
    Declaration.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return _approve(viewer, index, [row.key for row in rows], at)


def _index(viewer: Viewer, index_id: int, path: str, happened_on: date, at: datetime) -> Index:
    index = Index.objects.select_related("scheme").filter(pk=index_id, scheme=scheme_over(path, happened_on)).first()
    if index is None or happened_on > local_date(at):
        raise NotInTheYear
    if declared_kind(index) is None or speaks_against(index):
        raise NotDeclarable  # a finding against somebody is made one by one, after hearing him
    if not may_review(viewer, index.review, path):
        raise NotForYou
    return index


def _approve(viewer: Viewer, index: Index, keys: list[UUID], at: datetime) -> int:
    waiting = Declaration.objects.select_for_update().filter(key__in=keys, state=DeclarationState.DECLARED)
    new = list(waiting.order_by("pk"))
    kind = declared_kind(index) or ""
    for row in new:
        row.index = index
    entries = record_many(viewer, [fact_of(row, kind) for row in new], at=at) if new else []
    for row, entry in zip(new, entries, strict=True):
        row.state, row.entry_id, row.decided_by, row.decided_at = DeclarationState.APPROVED, entry.pk, viewer.name, at
    Declaration.objects.bulk_update(new, ["state", "entry_id", "decided_by", "decided_at"], batch_size=200)
    audit(viewer, action="points.items_recorded", subject=f"index:{index.pk}", at=at, people=len(new))
    return len(new)
