"""Fixing what a member owes a month for a year: by himself, by the branch for fixed sums, by the unit's figure."""

from datetime import date, datetime

from django.db import transaction

from zhibu.audit.api import record as audit
from zhibu.dues.enums import BY_BASE, FIXED, DuesKind, Source
from zhibu.dues.errors import (
    KindUnknown,
    NoSuchDues,
    PolicyInThePast,
    ReasonNeeded,
    SamePerson,
    SumOutOfBounds,
    YearNotOpen,
)
from zhibu.dues.models import Assessment, PolicyRow
from zhibu.dues.queries.people import is_treasurer, member_of, own_id
from zhibu.dues.queries.policy import policy_on
from zhibu.dues.rules.amounts import Derivation, derive
from zhibu.dues.rules.months import month_of
from zhibu.dues.rules.sealing import Figure, close, open_figure
from zhibu.dues.services.billing import bill_person
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer

POLICIES = {
    "cap": ("on", "off"),
    "unit": ("fen", "jiao", "yuan"),
    "rounding": ("half_up", "down"),
    "first_month": ("same", "next"),
}


def assess_self(
    viewer: Viewer, *, year: int, kind: str, figure: Figure, code: str, at: datetime, from_month: int = 1,
    only_month: bool = False, reason: str = "",
) -> Assessment:  # fmt: skip
    """A member enters his own base; the sum is fixed, the figure closed with his viewing code.

    The first of a year needs no reason; from then on a change holds from `from_month` (of an annual salary for that
    month only) and says why (rules.md 5.2). Raises NotAMember, YearNotOpen, KindUnknown, ReasonNeeded.
    """
    person = own_id(viewer)
    _check_year(year, local_date(at))
    if kind not in BY_BASE:
        raise KindUnknown
    _check_reason(person, year, reason)
    sealed = close(figure, person_id=person, year=year, code=code)
    found = derive(kind, figure.base, on=date(year, from_month, 1), policy=policy_on(date(year, from_month, 1)))
    with transaction.atomic():
        made = _put(
            viewer, person, year, found, at, from_month=from_month, only_month=only_month, sealed=sealed,
            source=Source.MEMBER, reason=reason.strip(), confirmed_at=at,
        )  # fmt: skip
        bill_person(viewer, person_id=person, at=at)
    return made


def _check_year(year: int, today: date) -> None:
    if year != today.year and not (year == today.year + 1 and today.month == 12):
        raise YearNotOpen


def _check_reason(person: int, year: int, reason: str) -> None:
    """The first figure of a year, or the unit's while it waits, is no change."""
    known = Assessment.objects.filter(person_id=person, year=year, replaced_at=None, confirmed_at__isnull=False)
    if known.exists() and not reason.strip():
        raise ReasonNeeded


def _put(
    viewer: Viewer, person: int, year: int, found: Derivation, at: datetime, *, from_month: int = 1,
    only_month: bool = False, **fields: object,
) -> Assessment:  # fmt: skip
    """Replace what is in force for the same months, and what the unit brought and nobody confirmed."""
    there = Assessment.objects.select_for_update().filter(person_id=person, year=year, replaced_at=None)
    same = there.filter(from_month=from_month, only_month=only_month)
    (same | there.filter(confirmed_at=None)).update(replaced_at=at)
    made = Assessment.objects.create(
        person_id=person, year=year, kind=found.kind, band=found.band_code, amount_fen=found.amount_fen,
        from_month=from_month, only_month=only_month, made_by=viewer.name, made_at=at, **fields,
    )  # fmt: skip
    # What is written down says that it changed, never from what to what: sums let the pay be guessed.
    audit(viewer, action="dues.assessed", subject=f"person:{person}", at=at, year=year, kind=found.kind)
    return made


def assess_fixed(
    viewer: Viewer, *, person_id: int, year: int, kind: str, at: datetime, sum_fen: int | None = None
) -> Assessment:
    """The branch fixes a sum that needs no base: farmers between 0.20 and 1.00, the rest 0.20 (D1 Art. 6).

    Raises NoSuchDues, SamePerson for his own, KindUnknown, SumOutOfBounds, YearNotOpen.
    """
    membership = member_of(viewer, person_id)
    if person_id == viewer.person_id:
        raise SamePerson
    _check_year(year, local_date(at))
    if kind not in FIXED:
        raise KindUnknown
    if kind == DuesKind.FARMER and sum_fen is None:
        raise SumOutOfBounds
    found = derive(kind, sum_fen, on=date(year, 1, 1))
    known = Assessment.objects.filter(person_id=person_id, year=year, replaced_at=None).exists()
    first = month_of(local_date(at)).month if known and year == local_date(at).year else 1
    with transaction.atomic():
        made = _put(
            viewer, membership.person_id, year, found, at, from_month=first, source=Source.BRANCH, confirmed_at=at
        )
        bill_person(viewer, person_id=person_id, at=at)
    return made


def take_over(viewer: Viewer, *, assessment_id: int, code: str, at: datetime) -> Assessment:
    """A member confirms the unit's figure: it is closed with his own code, and the server cannot open it again."""
    person = own_id(viewer)
    with transaction.atomic():
        found = Assessment.objects.select_for_update().filter(pk=assessment_id, person_id=person).first()
        if found is None or found.replaced_at:
            raise NoSuchDues
        if found.confirmed_at is None:
            figure = open_figure(found.sealed, person_id=person, year=found.year, code="")
            found.sealed = close(figure, person_id=person, year=found.year, code=code)
            found.confirmed_at = at
            found.save(update_fields=["sealed", "confirmed_at"])
    return found


def set_policy(viewer: Viewer, *, code: str, value: str, in_force_from: date, document: str, at: datetime) -> PolicyRow:
    """Choose where the rules leave it open, from today or a later day on, by a document; what was reckoned stays.

    A choice for the same day is replaced; the audit log keeps both. Raises NoSuchDues, KindUnknown, ReasonNeeded,
    PolicyInThePast.
    """
    if not is_treasurer(viewer):
        raise NoSuchDues
    if value not in POLICIES.get(code, ()):
        raise KindUnknown
    if not document.strip():
        raise ReasonNeeded
    if in_force_from < local_date(at):
        raise PolicyInThePast
    with transaction.atomic():
        row, _new = PolicyRow.objects.update_or_create(
            code=code, in_force_from=in_force_from, defaults={"value": value, "document": document.strip()}
        )
        kind = f"{code}={value} {in_force_from}"
        audit(viewer, action="dues.policy_set", at=at, reason=document.strip(), kind=kind)
    return row


def assess_by_unit(
    viewer: Viewer, *, person_id: int, year: int, kind: str, base_fen: int | None, at: datetime
) -> Assessment | None:
    """The unit's figure of one person; his own, when he has confirmed one, stays. For the sealed import."""
    if Assessment.objects.filter(
        person_id=person_id, year=year, replaced_at=None, confirmed_at__isnull=False
    ).exists():  # fmt: skip
        return None
    found = derive(kind, base_fen, on=date(year, 1, 1), policy=policy_on(date(year, 1, 1)))
    sealed = close(Figure(base=base_fen or 0), person_id=person_id, year=year, code="")
    return _put(viewer, person_id, year, found, at, source=Source.UNIT, sealed=sealed)
