"""A request from its draft to its end."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit.api import record as audit
from zhibu.collection.enums import ASKERS, TO_FILL, Audience, Kind, RequestState, Secrecy, SheetState
from zhibu.collection.errors import (
    AlreadySent,
    ChangedMeanwhile,
    DueTooSoon,
    NobodyAsked,
    NotAnAsker,
    NothingAsked,
    NotOpen,
    OverBurden,
    RemindedTwice,
)
from zhibu.collection.models import Question, Request, Sheet
from zhibu.collection.queries.dictionary import entries
from zhibu.collection.queries.figures import FIGURES
from zhibu.collection.queries.planning import Plan, plan
from zhibu.collection.queries.reach import get_request
from zhibu.collection.rules.asking import same_question
from zhibu.kernel.calendar import add_workdays
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.schedule import forget, run_at
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import officers_on
from zhibu.members.enums import BRANCH_OFFICERS
from zhibu.notify.api import send
from zhibu.organisations.api import get_organisation

LEAST_NOTICE = timedelta(days=2)  # shifts must have a chance (practice)
MOST_REMINDERS = 2  # rules.md 10.5
_AT_ONCE = 500


def draft_request(
    viewer: Viewer, *, key: UUID, organisation_id: int, title: str, purpose: str, audience: str, due_at: datetime,
    fields: Sequence[str], at: datetime,
) -> Request:  # fmt: skip
    """Begin a request; the same `key` again gives the one that is there. Raises NotAnAsker, DueTooSoon."""
    organisation = get_organisation(viewer, organisation_id)
    if not viewer.holds(ASKERS, organisation.path):
        raise NotAnAsker
    _in_time(due_at, at)
    with transaction.atomic():
        request, new = Request.objects.get_or_create(
            key=key,
            defaults={
                "organisation": organisation, "asker_id": viewer.person_id, "asker_name": viewer.name,
                "title": title.strip(), "purpose": purpose.strip(), "audience": audience, "due_at": due_at,
                "created_at": at,
            },
        )  # fmt: skip
        if new:
            _put_fields(request, fields)
    return get_request(viewer, request.pk, to="manage")


def change_request(
    viewer: Viewer, *, request_id: int, version: int, title: str, purpose: str, due_at: datetime,
    fields: Sequence[str], at: datetime,
) -> Request:  # fmt: skip
    """Change a draft that nobody changed since `version`. Raises AlreadySent, ChangedMeanwhile, DueTooSoon."""
    _in_time(due_at, at)
    with transaction.atomic():
        request = _draft(viewer, request_id)
        if request.version != version:
            raise ChangedMeanwhile
        request.title, request.purpose, request.due_at = title.strip(), purpose.strip(), due_at
        request.version += 1
        request.save(update_fields=["title", "purpose", "due_at", "version"])
        _put_fields(request, fields)
    return request


def _in_time(due_at: datetime, at: datetime) -> None:
    if due_at < at + LEAST_NOTICE:
        raise DueTooSoon


def _put_fields(request: Request, fields: Sequence[str]) -> None:
    """The items of the dictionary (or figures) that are asked: what is there stays, the rest comes or goes."""
    known = FIGURES if request.audience == Audience.BRANCHES else entries()
    wanted = [code for code in known if code in set(fields)]
    request.questions.exclude(field="").exclude(field__in=wanted).delete()
    there = set(request.questions.exclude(field="").values_list("field", flat=True))
    place = _last_place(request)
    new = [code for code in wanted if code not in there]
    Question.objects.bulk_create(
        Question(request=request, place=place + number, field=code, secrecy=_secrecy(code))
        for number, code in enumerate(new, 1)
    )


def _secrecy(code: str) -> Secrecy:
    return entries()[code].secrecy if code in entries() else Secrecy.INTERNAL


def _last_place(request: Request) -> int:
    return int(request.questions.aggregate(last=Max("place"))["last"] or 0)


def add_question(
    viewer: Viewer, *, request_id: int, text: str, kind: str, choices: Sequence[str], secrecy: str, required: bool
) -> Question:
    """Add a free question; the same question again is the one that is there. Raises AlreadySent."""
    with transaction.atomic():
        request = _draft(viewer, request_id)
        question, _new = Question.objects.get_or_create(
            request=request, same=same_question(text),
            defaults={
                "place": _last_place(request) + 1, "text": text.strip(), "kind": kind,
                "choices": list(choices) if kind == Kind.CHOICE else [], "secrecy": secrecy, "required": required,
            },
        )  # fmt: skip
    return question


def remove_question(viewer: Viewer, *, request_id: int, question_id: int) -> None:
    """Take a question out of a draft; what is gone is gone. Raises AlreadySent."""
    with transaction.atomic():
        _draft(viewer, request_id).questions.filter(pk=question_id).delete()


def _draft(viewer: Viewer, pk: int) -> Request:
    request = _locked(viewer, pk)
    if request.state != RequestState.DRAFT:
        raise AlreadySent
    return request


def _locked(viewer: Viewer, pk: int) -> Request:
    """The request, for whoever manages it, held until the transaction ends."""
    Request.objects.select_for_update().get(pk=get_request(viewer, pk, to="manage").pk)
    return get_request(viewer, pk, to="manage")


def send_request(viewer: Viewer, *, request_id: int, over_reason: str = "", at: datetime) -> Request:
    """Send it: a sheet for each, and a message to those of whom something is asked. A second time changes nothing.

    Raises NothingAsked, NobodyAsked, DueTooSoon, OverBurden when it breaks a limit and no reason is given.
    """
    with transaction.atomic():
        request = _locked(viewer, request_id)
        if request.state == RequestState.OPEN:
            return request
        if request.state != RequestState.DRAFT:
            raise AlreadySent
        found = _sendable(request, over_reason, at)
        request.state, request.sent_at, request.over_reason = RequestState.OPEN, at, over_reason.strip()
        request.save(update_fields=["state", "sent_at", "over_reason"])
        _make_sheets(request, found, at)
        _schedule(request)
        audit(
            viewer, action="collection.sent", subject=f"collection:{request.pk}", at=at, reason=over_reason.strip(),
            sheets=len(found.sheets), questions=len(found.columns), minutes=found.minutes,
        )  # fmt: skip
        _tell(viewer, request, at=at)
    return request


def _sendable(request: Request, over_reason: str, at: datetime) -> Plan:
    _in_time(request.due_at, at)
    found = plan(request, at=at)
    if not found.columns:
        raise NothingAsked
    if not found.sheets:
        raise NobodyAsked
    if found.over and not over_reason.strip():
        raise OverBurden
    return found


def _make_sheets(request: Request, found: Plan, at: datetime) -> None:
    Sheet.objects.bulk_create(
        (
            Sheet(
                request=request, branch_id=one.branch_id, person_id=one.person_id, opened_at=at, asked=one.load.asked,
                confirmed=one.load.confirmed, seconds=one.load.seconds,
                state=SheetState.OPEN if one.load.seconds else SheetState.KNOWN,
            )
            for one in found.sheets
        ),
        batch_size=_AT_ONCE,
    )  # fmt: skip


def _schedule(request: Request) -> None:
    """One reminder at nine o'clock two working days before the end, and the end itself."""
    day = local_date(request.due_at) - timedelta(days=1)
    while add_workdays(day, 2) > local_date(request.due_at):
        day -= timedelta(days=1)
    nine = datetime(day.year, day.month, day.day, 9, tzinfo=SHANGHAI)
    run_at("collection.remind", key=f"collection.remind.{request.pk}", due_at=nine, request_id=request.pk)
    run_at("collection.close", key=f"collection.close.{request.pk}", due_at=request.due_at, request_id=request.pk)


def _tell(viewer: Viewer, request: Request, *, at: datetime, again: bool = False) -> int:
    """Everybody who still has something to fill in, a branch by its officers; a reminder is an occasion of its own."""
    waiting = request.sheets.filter(state__in=TO_FILL)
    day = f"{request.due_at.astimezone(SHANGHAI):%m-%d}"
    text = _("请在%(day)s前填好“%(title)s”，已知的内容不用再填。") if not again else _(
        "“%(title)s”%(day)s截止，您还没有填。几分钟就好，需要帮忙可以找支部。"
    )  # fmt: skip
    return send(
        viewer, person_ids=_people(waiting), sentence=text % {"day": day, "title": request.title},
        key=f"collection:{request.pk}" + (":again" if again else ""), at=at, url=reverse("collection:index"),
    )  # fmt: skip


def _people(waiting: QuerySet[Sheet]) -> set[int]:
    rows = list(waiting.values_list("person_id", "branch__path"))
    paths = {path for person, path in rows if person is None}
    officers = officers_on(paths, *BRANCH_OFFICERS).values_list("person_id", flat=True) if paths else ()
    return {person for person, _path in rows if person is not None} | set(officers)


def remind(viewer: Viewer, *, request_id: int, at: datetime) -> int:
    """Remind those who have not filled in; returns how many. Raises NotOpen, RemindedTwice (rules.md 10.5)."""
    with transaction.atomic():
        request = _locked(viewer, request_id)
        if request.state != RequestState.OPEN:
            raise NotOpen
        if request.reminded >= MOST_REMINDERS:
            raise RemindedTwice
        Request.objects.filter(pk=request.pk).update(reminded=F("reminded") + 1)
        return _tell(viewer, request, at=at, again=True)


def close_request(viewer: Viewer, *, request_id: int, at: datetime) -> Request:
    """End it; a second time changes nothing. Sheets that were not filled in end; those being checked go on."""
    with transaction.atomic():
        request = _locked(viewer, request_id)
        if request.state == RequestState.CLOSED:
            return request
        if request.state != RequestState.OPEN:
            raise NotOpen
        _end(request, RequestState.CLOSED, at)
        audit(viewer, action="collection.closed", subject=f"collection:{request.pk}", at=at)
    return request


def cancel_request(viewer: Viewer, *, request_id: int, at: datetime) -> Request:
    """Take back what was sent by mistake, or throw a draft away; a second time changes nothing. Raises NotOpen."""
    with transaction.atomic():
        request = _locked(viewer, request_id)
        if request.state == RequestState.CANCELLED:
            return request
        if request.state == RequestState.CLOSED:
            raise NotOpen
        _end(request, RequestState.CANCELLED, at)
        audit(viewer, action="collection.cancelled", subject=f"collection:{request.pk}", at=at)
    return request


def _end(request: Request, state: RequestState, at: datetime) -> None:
    request.state, request.closed_at = state, at
    request.save(update_fields=["state", "closed_at"])
    request.sheets.filter(state__in=TO_FILL).update(state=SheetState.ENDED)
    for job in ("remind", "close"):
        forget(f"collection.{job}.{request.pk}")


def ask_again(viewer: Viewer, *, request_id: int, key: UUID, due_at: datetime, at: datetime) -> Request:
    """A new draft that asks the same; what was answered before is offered again. The same `key` gives it again."""
    first = get_request(viewer, request_id, to="manage")
    with transaction.atomic():
        if there := Request.objects.filter(key=key).first():
            return get_request(viewer, there.pk, to="manage")
        request = Request.objects.create(
            key=key, organisation_id=first.organisation_id, asker_id=viewer.person_id, asker_name=viewer.name,
            title=first.title, purpose=first.purpose, audience=first.audience, due_at=due_at, repeats=first,
            created_at=at,
        )  # fmt: skip
        Question.objects.bulk_create(_copies(first, request))
    return request


def _copies(first: Request, request: Request) -> list[Question]:
    rows = list(first.questions.all())
    for row in rows:
        row.pk, row.request = None, request
        row._state.adding = True
    return rows
