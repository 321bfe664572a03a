"""Declaring an item, and deciding on it. Approved, it becomes one fact of the ledger."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.urls import reverse

from zhibu.audit.api import record as audit
from zhibu.drive.api import keep, remove
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record
from zhibu.ledger.enums import Evidence, Mode
from zhibu.members.api import people
from zhibu.members.errors import NoSuchPerson
from zhibu.points.enums import DeclarationState, IndexKind, Review
from zhibu.points.errors import AlreadyDecided, NotDeclarable, NotForYou, NotInTheYear, NotYourself, ReasonMissing
from zhibu.points.models import Declaration, Index
from zhibu.points.queries.declaring import declared_kind, get_declaration
from zhibu.points.queries.schemes import scheme_over
from zhibu.points.rules.reviewers import may_review

SYSTEM = Viewer.system("points")


def declare_item(
    viewer: Viewer, *, key: UUID, person_id: int, index_id: int, happened_on: date, text: str, at: datetime,
    url: str = "", upload: "UploadedFile[Any] | None" = None,
) -> Declaration:  # fmt: skip
    """A member declares for himself what may be self-declared; a reviewing body records for a member it serves.

    The same `key` again gives the declaration that is there. Raises NotDeclarable, NotInTheYear, NotForYou, and what
    the drive refuses of an `upload`.
    """
    branch_id, path = _branch_of(person_id)
    index = Index.objects.select_related("scheme").filter(pk=index_id, scheme=scheme_over(path, happened_on)).first()
    if index is None or happened_on > local_date(at):
        raise NotInTheYear
    if declared_kind(index) is None:
        raise NotDeclarable
    _check_declarer(viewer, index, person_id, path)
    with transaction.atomic():
        declaration, created = Declaration.objects.get_or_create(
            key=key,
            defaults={
                "index": index, "person_id": person_id, "branch_id": branch_id, "happened_on": happened_on,
                "text": text.strip(), "url": url, "declared_by_id": viewer.person_id,
                "declared_by_name": viewer.name, "declared_at": at,
            },
        )  # fmt: skip
        if created and upload is not None:
            _keep(viewer, declaration, upload, key, at)
    return declaration


def _keep(viewer: Viewer, declaration: Declaration, upload: "UploadedFile[Any]", key: UUID, at: datetime) -> None:
    of = f"declaration.{declaration.pk}"
    file = keep(viewer, upload, of=of, key=key, at=at, organisation_id=declaration.branch_id)
    declaration.file_id = file.pk
    declaration.save(update_fields=["file"])


def add_evidence(
    viewer: Viewer, *, declaration_id: int, upload: "UploadedFile[Any]", key: UUID, at: datetime
) -> Declaration:
    """Who declared adds or replaces the file while nobody has decided; the same `key` again changes nothing.

    Raises NotForYou, AlreadyDecided, and what the drive refuses.
    """
    seen = get_declaration(viewer, declaration_id)
    if viewer.person_id not in (seen.person_id, seen.declared_by_id):
        raise NotForYou
    with transaction.atomic():
        declaration = Declaration.objects.select_for_update().get(pk=seen.pk)
        if declaration.state != DeclarationState.DECLARED:
            raise AlreadyDecided
        before = declaration.file_id
        _keep(viewer, declaration, upload, key, at)
        if before not in (None, declaration.file_id):
            remove([before], at=at)
    return declaration


def _branch_of(person_id: int) -> tuple[int, str]:
    person = people(SYSTEM).filter(pk=person_id).select_related("membership__branch").first()
    if person is None or not hasattr(person, "membership"):
        raise NoSuchPerson
    return person.membership.branch_id, person.membership.branch.path


def _check_declarer(viewer: Viewer, index: Index, person_id: int, path: str) -> None:
    if person_id == viewer.person_id:
        if not index.is_self_declared:
            raise NotDeclarable
    elif not may_review(viewer, index.review, path):
        raise NotForYou


def withdraw_item(viewer: Viewer, *, declaration_id: int, at: datetime) -> Declaration:
    """The member takes back his own declaration while nobody has decided."""
    declaration = get_declaration(viewer, declaration_id)
    if declaration.person_id != viewer.person_id and declaration.declared_by_id != viewer.person_id:
        raise NotForYou
    return _decide(viewer, declaration, DeclarationState.WITHDRAWN, "", at)


def review_item(viewer: Viewer, *, declaration_id: int, approve: bool, at: datetime, reason: str = "") -> Declaration:
    """Decide on one item. Approving again is the same; deciding otherwise afterwards is refused.

    Raises NotYourself, ReasonMissing for a refusal without reason, AlreadyDecided.
    """
    declaration = get_declaration(viewer, declaration_id, to="review")
    if declaration.person_id == viewer.person_id:
        raise NotYourself
    if not approve and not reason.strip():
        raise ReasonMissing
    state = DeclarationState.APPROVED if approve else DeclarationState.REFUSED
    return _decide(viewer, declaration, state, reason.strip(), at)


def review_items(
    viewer: Viewer, *, declaration_ids: Iterable[int], approve: bool, at: datetime, reason: str = ""
) -> list[Declaration]:
    """Decide on several at once, all or none."""
    with transaction.atomic():
        return [
            review_item(viewer, declaration_id=pk, approve=approve, reason=reason, at=at)
            for pk in sorted(set(declaration_ids))
        ]


def _decide(viewer: Viewer, found: Declaration, state: DeclarationState, reason: str, at: datetime) -> Declaration:
    with transaction.atomic():
        declaration = Declaration.objects.select_for_update().select_related("index", "branch").get(pk=found.pk)
        if declaration.state == state:
            return declaration
        if declaration.state != DeclarationState.DECLARED:
            raise AlreadyDecided
        if state == DeclarationState.APPROVED:
            declaration.entry_id = _record(viewer, declaration, at)
        declaration.state, declaration.reason = state, reason
        declaration.decided_by, declaration.decided_at = viewer.name, at
        declaration.save(update_fields=["state", "reason", "decided_by", "decided_at", "entry_id"])
        audit(viewer, action=f"points.item_{state.value}", subject=f"declaration:{declaration.pk}", at=at)
    return declaration


def _record(viewer: Viewer, declaration: Declaration, at: datetime) -> int:
    return record(viewer, fact_of(declaration, declared_kind(declaration.index) or ""), at=at).pk


def fact_of(declaration: Declaration, kind: str) -> Fact:
    """The fact keeps no words of a finding: class A and discipline content stay with the body (rules.md 7.3)."""
    by_discipline = declaration.index.review == Review.DISCIPLINE_COMMITTEE
    is_finding = by_discipline or declaration.index.kind in {IndexKind.PENALTY, IndexKind.VETO}
    return Fact(
        kind=kind, member_id=declaration.person_id, organisation_id=declaration.branch_id,
        occurred_at=datetime.combine(declaration.happened_on, time(12), SHANGHAI), source_app="points",
        source_key=f"declaration:{declaration.pk}", mode=Mode.OFFLINE, evidence=Evidence.STAFF,
        title=declaration.index.name_zh if is_finding else declaration.text[:120],
        url=reverse("points:declaration", args=[declaration.pk]),
    )  # fmt: skip
