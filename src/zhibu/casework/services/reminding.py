"""What the clock does: remind, let overdue cases rise, give notice of what ends or opens."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from zhibu.casework.enums import State
from zhibu.casework.models import Case, Window
from zhibu.casework.queries.cases import locked
from zhibu.casework.queries.desks import told_at
from zhibu.casework.rules.clock import EXPIRY_NOTICE
from zhibu.casework.services.log import tell, tell_applicant
from zhibu.casework.services.routing import hand_over, leave_empty_desk, rise
from zhibu.kernel.calendar import add_workdays
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send

SYSTEM = Viewer.system("casework")
AT_ONCE = 500


def remind_due(*, at: datetime) -> int:
    """Whoever has a case hears on the working day before its last day; once a step."""
    day = add_workdays(local_date(at), 1)
    rows = Case.objects.filter(due_on=day).select_related("version", "desk")[:AT_ONCE]
    for case in rows:
        tell(case, told_at(case), _("“%(matter)s”%(number)s 明天到时限，请办理。"), what=f"due:{case.due_on}", at=at)
    return len(rows)


def let_rise(*, at: datetime) -> int:
    """Overdue cases go one level up; those at the highest level are reminded of. Returns how many rose."""
    late = Case.objects.filter(due_on__lt=local_date(at))
    return sum(_rise(pk, at) for pk in late.order_by("due_on", "pk").values_list("pk", flat=True)[:AT_ONCE])


def _rise(pk: int, at: datetime) -> bool:
    with transaction.atomic():
        case = locked([pk]).get()
        if not case.desk_key or case.due_on is None or case.due_on >= local_date(at):
            return False
        if rise(case, at=at):
            return True
        tell(case, told_at(case), _("“%(matter)s”%(number)s 已超过时限，请尽快办理。"), what="late", at=at)
    return False


def remind_expiry(*, at: datetime) -> int:
    """Who holds something that ends in 45 days is told, and what renews it is offered."""
    day = local_date(at) + timedelta(days=EXPIRY_NOTICE)
    rows = Case.objects.filter(expires_on__lte=day, expires_on__gte=local_date(at), state=State.DONE)[:AT_ONCE]
    for case in rows:
        sentence = _("您办的“%(matter)s”快到期了，现在可以办续期。")
        tell_applicant(case, sentence, what=f"expiry:{case.expires_on}", at=at)
    return len(rows)


def tell_of_windows(*, at: datetime) -> int:
    """Who waits with a draft hears that a window has opened."""
    today, told = local_date(at), 0
    for window in Window.objects.filter(opens_on__lte=today, closes_on__gte=today).select_related("matter"):
        waiting = Case.objects.filter(version__matter=window.matter, state=State.DRAFT)
        whose = Coalesce("entered_by_id", "applicant_id")
        people = list(waiting.values_list(whose, flat=True)[:AT_ONCE])
        sentence = _("“%(title)s”现在可以办理，您填好的内容还在。") % {"title": window.title}
        told += send(SYSTEM, person_ids=people, sentence=sentence, key=f"window:{window.pk}", at=at) if people else 0
    return told


def hand_over_all(*, person_id: int, organisation_id: int, at: datetime) -> int:
    """What a person who left a duty had in hand, and what lies on a desk where nobody sits any more."""
    held = Case.objects.filter(holder_id=person_id, state__in=[State.TAKEN, State.ASKED])
    freed = sum(_within(pk, hand_over, at) for pk in held.values_list("pk", flat=True))
    left = Case.objects.filter(desk_id=organisation_id, state=State.WAITING)
    return freed + sum(_within(pk, leave_empty_desk, at) for pk in left.values_list("pk", flat=True))


def _within(pk: int, act: object, at: datetime) -> bool:
    with transaction.atomic():
        return bool(act(locked([pk]).get(), at=at))  # type: ignore[operator]
