"""What days bring about: letters rise when overdue, holders are told, old contents are deleted."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, Min, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.audit import api as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.mailbox.enums import State, StepKind
from zhibu.mailbox.models import Letter, Message, Seat
from zhibu.mailbox.queries.boxes import holders
from zhibu.mailbox.rules.clocks import KEEP_DAYS, due_days
from zhibu.mailbox.services.writing import note_step
from zhibu.notify.api import send

MAILBOX = Viewer.system("mailbox")


def rise_overdue(*, at: datetime) -> int:
    """Letters whose first reply or finding is overdue open one mailbox further up, with new days. Returns how many."""
    today = local_date(at)
    overdue = Q(replied_on=None, reply_due_on__lt=today) | Q(finding_due_on__lt=today)
    waiting = Letter.objects.filter(overdue, forgotten_on=None).exclude(state=State.CLOSED)
    return _rise(waiting, at)


def rise_unreadable(*, at: datetime) -> int:
    """Letters that nobody at their level can open any more do so at once. Returns how many."""
    readable = Seat.objects.filter(letter=OuterRef("pk"), level__lte=OuterRef("level")).exclude(key__wrapped="")
    waiting = Letter.objects.filter(~Exists(readable), forgotten_on=None).exclude(state=State.CLOSED)
    return _rise(waiting, at)


def _rise(waiting: QuerySet[Letter], at: datetime) -> int:
    """One level up where somebody has a seat there; at the top a letter stays, and stays overdue."""
    above = waiting.annotate(
        next_level=Min("seats__level", filter=Q(seats__level__gt=F("level")) & ~Q(seats__key__wrapped=""))
    )
    rows = above.filter(next_level__isnull=False).values_list("pk", "level", "next_level")
    return sum(_rise_one(pk, level, following, at) for pk, level, following in list(rows))


def _rise_one(pk: int, level: int, following: int, at: datetime) -> bool:
    today = local_date(at)
    with transaction.atomic():
        seat = Seat.objects.filter(letter=pk, level=following).select_related("box")[0]
        reply_due, finding_due = due_days(today, reply_days=seat.box.reply_days, finding_days=seat.box.finding_days)
        changed = Letter.objects.filter(pk=pk, level=level).update(
            level=following, reply_due_on=reply_due, finding_due_on=finding_due, untold=True
        )
        if changed:
            letter = Letter.objects.get(pk=pk)
            note_step(letter, StepKind.ROSE, on=today)
            audit.record(MAILBOX, action="mailbox.rose", subject=f"letter:{letter.number}", at=at)
    return bool(changed)


def tell_holders(*, at: datetime) -> int:
    """One sentence to everybody at whose level something is new; it says neither which letter nor when it came.

    Returns how many letters were new.
    """
    with transaction.atomic():
        fresh = list(
            Letter.objects.select_for_update().filter(untold=True, forgotten_on=None).values_list("pk", flat=True)
        )
        sentence = _("书记信箱里有新的内容，请在方便时打开看看。")
        if persons := _readers(fresh, on=local_date(at)):
            send(
                MAILBOX, person_ids=persons, sentence=sentence, key=f"mailbox:{local_date(at)}", at=at,
                url=reverse("mailbox:inbox"),
            )  # fmt: skip
        Letter.objects.filter(pk__in=fresh).update(untold=False)
    return len(fresh)


def _readers(letters: list[int], *, on: date) -> set[int]:
    """Who has a seat at the level where one of the letters is now, and still holds the office there."""
    seats = Seat.objects.filter(letter__in=letters, level=F("letter__level"), key__retired_at=None)
    rows = set(seats.values_list("key__person_id", "box__organisation_id"))
    in_office = holders({organisation for _person, organisation in rows}, on=on)
    return {person for person, organisation in rows if person in in_office[organisation]}


def forget_due(*, at: datetime) -> int:
    """Delete contents and keys of letters that ended long enough ago; days and numbers stay. Returns how many."""
    today = local_date(at)
    with transaction.atomic():
        last: date = today - timedelta(days=KEEP_DAYS)
        due = list(Letter.objects.select_for_update().filter(closed_on__lt=last, forgotten_on=None))
        Message.objects.filter(letter__in=due).delete()
        Seat.objects.filter(letter__in=due).delete()
        Letter.objects.filter(pk__in=[letter.pk for letter in due]).update(
            forgotten_on=today, writer_sealed="", public="", notes_public=""
        )
        for letter in due:
            note_step(letter, StepKind.FORGOTTEN, on=today)
    return len(due)
