"""Requests: less or nothing for a time, by the quarter; and consent to be paid for."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.dues.enums import RequestState
from zhibu.dues.errors import (
    AboveDecides,
    AlreadyAsked,
    AlreadyDecided,
    NoSuchDues,
    PeriodUnclear,
    ReasonNeeded,
    SumTooHigh,
)
from zhibu.dues.models import Consent, Hardship, Obligation, QuarterPlan
from zhibu.dues.queries.assessments import in_force
from zhibu.dues.queries.people import is_above, own_id
from zhibu.dues.queries.requests import get_hardship, get_quarter_plan
from zhibu.dues.rules.months import month_of, quarter_of
from zhibu.dues.services.arrears import late_key
from zhibu.dues.services.billing import apply_hardship, postpone_to_quarter
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import reverse as reverse_fact
from zhibu.ledger.errors import AlreadyReversed, NoSuchEntry
from zhibu.members.api import memberships
from zhibu.notify.api import send

MOST_MONTHS = 12


def ask_hardship(
    viewer: Viewer, *, first_month: date, last_month: date, asked_fen: int, reason: str, at: datetime
) -> Hardship:
    """A member asks to pay less (or 0) for some months of a year. Raises PeriodUnclear, AlreadyAsked, ReasonNeeded."""
    person = own_id(viewer)
    first, last = month_of(first_month), month_of(last_month)
    if last < first or first.year != last.year:
        raise PeriodUnclear
    if not reason.strip():
        raise ReasonNeeded
    living = (RequestState.ASKED, RequestState.STUDIED, RequestState.APPROVED)
    with transaction.atomic():
        there = Hardship.objects.select_for_update().filter(person_id=person, state__in=living)
        if there.filter(first_month__lte=last, last_month__gte=first).exists():
            raise AlreadyAsked
        return Hardship.objects.create(
            person_id=person, organisation_id=viewer.branch_id or 0, first_month=first, last_month=last,
            asked_fen=asked_fen, reason=reason.strip(), asked_at=at,
        )  # fmt: skip


def withdraw_hardship(viewer: Viewer, *, hardship_id: int) -> None:
    """A member takes his request back while nobody has decided. Raises NoSuchDues, AlreadyDecided."""
    open_states = (RequestState.ASKED, RequestState.STUDIED)
    mine = Hardship.objects.filter(pk=hardship_id, person_id=own_id(viewer))
    if not mine.exists():
        raise NoSuchDues
    if not mine.filter(state__in=open_states).update(state=RequestState.WITHDRAWN):
        raise AlreadyDecided


def study_hardship(viewer: Viewer, *, hardship_id: int, agrees: bool, opinion: str, at: datetime) -> Hardship:
    """The branch studies a request: with its agreement it goes up, without it ends. Raises AlreadyDecided."""
    found = get_hardship(viewer, hardship_id, to="study")
    if not opinion.strip():
        raise ReasonNeeded
    new = RequestState.STUDIED if agrees else RequestState.REFUSED
    with transaction.atomic():
        _move(found, RequestState.ASKED, state=new, opinion=opinion.strip(), studied_by=viewer.name, studied_at=at)
        audit(viewer, action="dues.request_studied", subject=f"request:{found.pk}", at=at, verdict=str(new))
        if not agrees:
            _tell(viewer, found, _("您的少交、免交党费申请，支部研究后没有同意，请打开看看意见。"), at)
    return get_hardship(viewer, hardship_id)


def _move(found: Hardship, from_state: str, **fields: object) -> None:
    if not Hardship.objects.filter(pk=found.pk, state=from_state).update(**fields):
        raise AlreadyDecided


def decide_hardship(
    viewer: Viewer, *, hardship_id: int, approves: bool, approved_fen: int, document: str, at: datetime
) -> Hardship:
    """The committee one level up approves a sum below the assessed one, or nothing to pay, or refuses (D1 Art. 7).

    Unpaid months of the period follow at once; what was noted as late in them is taken back.
    Raises AboveDecides, AlreadyDecided, ReasonNeeded, SumTooHigh.
    """
    found = get_hardship(viewer, hardship_id)
    if not is_above(viewer, found.organisation.path) or found.person_id == viewer.person_id:
        raise AboveDecides
    if not document.strip():
        raise ReasonNeeded
    assessed = in_force(found.person_id, found.first_month)
    if approves and assessed and approved_fen >= assessed.amount_fen:
        raise SumTooHigh
    new = RequestState.APPROVED if approves else RequestState.REFUSED
    with transaction.atomic():
        _move(
            found, RequestState.STUDIED, state=new, approved_fen=approved_fen if approves else None,
            document=document.strip(), decided_by=viewer.name, decided_at=at,
        )  # fmt: skip
        found = get_hardship(viewer, hardship_id)
        if approves:
            _forgive(viewer, apply_hardship(viewer, hardship=found, at=at), found, at)
        audit(viewer, action="dues.request_decided", subject=f"request:{found.pk}", at=at, verdict=str(new),
              document=document)  # fmt: skip
        _tell(viewer, found, _("您的少交、免交党费申请有结果了。"), at)
    return found


def _forgive(viewer: Viewer, months: list[Obligation], found: Hardship, at: datetime) -> None:
    """An approved reason makes a late month one in time: the fact is taken back with the document's name."""
    for month in months:
        if month.late_noted_at:
            key = late_key(month)
            try:
                reverse_fact(viewer, source_app="dues", source_key=key, reason=found.document, at=at)
            except (NoSuchEntry, AlreadyReversed):
                continue


def _tell(viewer: Viewer, found: Hardship, sentence: str, at: datetime) -> None:
    url = reverse("dues:hardship", args=[found.pk])
    send(viewer, person_ids=[found.person_id], sentence=sentence, key=f"dues-hardship:{found.pk}", at=at, url=url)


def ask_quarter(viewer: Viewer, *, quarter: int, reason: str, at: datetime) -> QuarterPlan:
    """A member asks to pay this or a coming quarter of the year at once. Raises PeriodUnclear, AlreadyAsked."""
    person, today = own_id(viewer), local_date(at)
    if not quarter_of(today) <= quarter <= 4:
        raise PeriodUnclear
    if not reason.strip():
        raise ReasonNeeded
    try:
        with transaction.atomic():
            return QuarterPlan.objects.create(
                person_id=person, organisation_id=viewer.branch_id or 0, year=today.year, quarter=quarter,
                reason=reason.strip(), asked_at=at,
            )  # fmt: skip
    except IntegrityError as error:
        raise AlreadyAsked from error


def decide_quarter(viewer: Viewer, *, plan_id: int, agrees: bool, at: datetime) -> QuarterPlan:
    """The branch agrees or not; its months then fall due at the quarter's end. Raises AlreadyDecided."""
    plan = get_quarter_plan(viewer, plan_id)
    new = RequestState.APPROVED if agrees else RequestState.REFUSED
    with transaction.atomic():
        rows = QuarterPlan.objects.filter(pk=plan.pk, state=RequestState.ASKED)
        if not rows.update(state=new, decided_by=viewer.name, decided_at=at):
            raise AlreadyDecided
        if agrees and quarter_of(local_date(at)) == plan.quarter and local_date(at).year == plan.year:
            postpone_to_quarter(viewer, plan=plan, at=at)
        audit(viewer, action="dues.quarter_decided", subject=f"request:{plan.pk}", at=at, verdict=str(new))
        sentence = _("按季交纳党费：支部同意了。") if agrees else _("按季交纳党费：支部没有同意，请按月交纳。")
        send(viewer, person_ids=[plan.person_id], sentence=sentence, key=f"dues-quarter:{plan.pk}", at=at,
             url=reverse("dues:index"))  # fmt: skip
    return get_quarter_plan(viewer, plan_id)


def give_consent(viewer: Viewer, *, payer_id: int, at: datetime) -> Consent:
    """A member lets another member of his branch hand in his dues; giving it twice is the same. Raises NoSuchDues."""
    person = own_id(viewer)
    mates = memberships(Viewer.system("dues")).filter(person_id=payer_id, branch_id=viewer.branch_id)
    if payer_id == person or not mates.exists():
        raise NoSuchDues
    there = Consent.objects.filter(person_id=person, payer_id=payer_id, ended_at=None).first()
    return there or Consent.objects.create(person_id=person, payer_id=payer_id, given_at=at)


def end_consent(viewer: Viewer, *, consent_id: int, at: datetime) -> None:
    """He takes it back; what was paid stays paid."""
    Consent.objects.filter(pk=consent_id, person_id=own_id(viewer), ended_at=None).update(ended_at=at)
