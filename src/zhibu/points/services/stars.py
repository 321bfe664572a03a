"""Star of the month: check duties, write a summary, nominate, decide, ask, announce (rules.md 7.5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.urls import reverse

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import get_person, roll
from zhibu.members.enums import BRANCH_COMMITTEE
from zhibu.notify.api import send
from zhibu.organisations.api import get_organisation
from zhibu.points.enums import CheckResult, StarState
from zhibu.points.errors import AlreadyDecided, NoConsent, NoSuchStar, NotForYou, NotYourself, ReasonMissing
from zhibu.points.models import Duty, DutyCheck, Nomination, NotebookCheck, Star, Summary
from zhibu.points.queries.stars import CHECKERS, get_star
from zhibu.points.rules.periods import month_of


def _member_of(viewer: Viewer, person_id: int) -> tuple[int, str]:
    """Branch and path of a member whom the viewer's branch post lets him check; nobody checks himself."""
    if person_id == viewer.person_id:
        raise NotYourself
    person = get_person(viewer, person_id)
    branch = person.membership.branch
    if not viewer.holds(CHECKERS, branch.path):
        raise NotForYou
    return branch.pk, branch.path


def set_duties(viewer: Viewer, *, person_id: int, texts: Sequence[str], at: datetime) -> list[Duty]:
    """Write down the duties of a member's post; those that changed end today and stay in past months."""
    _member_of(viewer, person_id)
    wanted = {number: text.strip() for number, text in enumerate(texts, start=1) if text.strip()}
    with transaction.atomic():
        held = {duty.position: duty for duty in Duty.objects.filter(person_id=person_id, ended_on=None)}
        stale = [duty.pk for position, duty in held.items() if wanted.get(position) != duty.text]
        Duty.objects.filter(pk__in=stale).update(ended_on=local_date(at))
        Duty.objects.bulk_create(
            Duty(person_id=person_id, position=position, text=text, started_on=local_date(at))
            for position, text in wanted.items()
            if position not in held or held[position].pk in stale
        )
    return list(Duty.objects.filter(person_id=person_id, ended_on=None).order_by("position"))


def check_duties(
    viewer: Viewer, *, person_id: int, month: date, results: Mapping[int, CheckResult], at: datetime,
    notebook_seen: bool | None = None, notes: Mapping[int, str] | None = None,
) -> int:  # fmt: skip
    """Check duties item by item, and the notebook; a later check of the same month replaces the earlier.

    `results` and `notes` are keyed by duty. Returns how many duties were checked.
    """
    _member_of(viewer, person_id)
    month, notes = month_of(month), notes or {}
    own = set(Duty.objects.filter(person_id=person_id, pk__in=results).values_list("pk", flat=True))
    with transaction.atomic():
        for duty_id in own:
            DutyCheck.objects.update_or_create(
                duty_id=duty_id, month=month,
                defaults={
                    "result": results[duty_id], "note": notes.get(duty_id, "").strip(), "checked_by": viewer.name,
                    "checked_at": at,
                },
            )  # fmt: skip
        if notebook_seen is not None:
            NotebookCheck.objects.update_or_create(
                person_id=person_id, month=month,
                defaults={"was_seen": notebook_seen, "seen_on": local_date(at), "checked_by": viewer.name},
            )  # fmt: skip
    return len(own)


def write_summary(viewer: Viewer, *, month: date, text: str, at: datetime) -> Summary:
    """The member's own words on the month; may be rewritten."""
    if not viewer.is_member or not text.strip():
        raise ReasonMissing if viewer.is_member else NotForYou
    summary, _created = Summary.objects.update_or_create(
        person_id=viewer.person_id or 0, month=month_of(month), defaults={"text": text.strip(), "written_at": at}
    )
    return summary


def nominate(viewer: Viewer, *, person_id: int, month: date, reason: str, at: datetime) -> Nomination:
    """A member proposes another of his branch, with a reason in words; proposing again changes the reason."""
    if person_id == viewer.person_id:
        raise NotYourself
    if not viewer.is_member or not roll(viewer.branch_path).filter(person_id=person_id).exists():
        raise NotForYou
    if not reason.strip():
        raise ReasonMissing
    nomination, _created = Nomination.objects.update_or_create(
        month=month_of(month), person_id=person_id, nominated_by_id=viewer.person_id or 0,
        defaults={"branch_id": viewer.branch_id or 0, "reason": reason.strip(), "at": at},
    )  # fmt: skip
    return nomination


def choose_star(
    viewer: Viewer, *, branch_id: int, person_id: int, month: date, reason: str, resolution: str, at: datetime
) -> Star:
    """The branch committee decides among the nominated; the person is asked for consent."""
    branch = get_organisation(viewer, branch_id)
    if not viewer.holds(BRANCH_COMMITTEE, branch.path):
        raise NotForYou
    month = month_of(month)
    if not Nomination.objects.filter(branch=branch, person_id=person_id, month=month).exists():
        raise NoSuchStar
    if not reason.strip() or not resolution.strip():
        raise ReasonMissing
    try:
        with transaction.atomic():
            star, created = Star.objects.get_or_create(
                branch=branch, month=month, person_id=person_id,
                defaults={
                    "reason": reason.strip(), "resolution": resolution.strip(), "decided_by": viewer.name,
                    "decided_at": at,
                },
            )  # fmt: skip
            if created:
                audit(viewer, action="points.star_chosen", subject=f"star:{star.pk}", at=at)
                _ask(viewer, star, at)
    except IntegrityError as error:
        raise AlreadyDecided from error
    return star


def _ask(viewer: Viewer, star: Star, at: datetime) -> None:
    send(
        viewer, person_ids=[star.person_id], sentence="支部推选您为每月之星，是否同意通报，请您确认", at=at,
        key=f"points.star:{star.pk}", url=reverse("points:star", args=[star.pk]),
    )  # fmt: skip


def answer_star(viewer: Viewer, *, star_id: int, consents: bool, at: datetime) -> Star:
    """The person agrees to be announced, or declines; both without a reason."""
    found = get_star(viewer, star_id)
    if found.person_id != viewer.person_id:
        raise NotForYou
    state = StarState.CONSENTED if consents else StarState.DECLINED
    with transaction.atomic():
        star = Star.objects.select_for_update().get(pk=found.pk)
        if star.state == state:
            return star
        if star.state != StarState.DECIDED:
            raise AlreadyDecided
        star.state, star.consented_at = state, at if consents else None
        star.save(update_fields=["state", "consented_at"])
    return star


def announce_star(viewer: Viewer, *, star_id: int, at: datetime) -> Star:
    """Tell the branch; only with consent. Announcing again changes nothing."""
    found = get_star(viewer, star_id)
    if not viewer.holds(BRANCH_COMMITTEE, found.branch.path):
        raise NotForYou
    with transaction.atomic():
        star = Star.objects.select_for_update().select_related("person", "branch").get(pk=found.pk)
        if star.state == StarState.ANNOUNCED:
            return star
        if star.state != StarState.CONSENTED:
            raise NoConsent
        star.state, star.announced_at = StarState.ANNOUNCED, at
        star.save(update_fields=["state", "announced_at"])
        send(
            viewer, person_ids=roll(star.branch.path).values_list("person_id", flat=True), at=at,
            sentence=f"{star.branch.short_name} {star.month.month} 月每月之星：{star.person.name}",
            key=f"points.star_announced:{star.pk}", url=reverse("points:star", args=[star.pk]),
        )  # fmt: skip
        audit(viewer, action="points.star_announced", subject=f"star:{star.pk}", at=at)
    return star
