"""What of the hall asks for a person."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.casework.enums import State
from zhibu.casework.models import Case
from zhibu.casework.queries.desks import in_hand, keys_of
from zhibu.casework.rules.clock import EXPIRY_NOTICE
from zhibu.kernel.clock import local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """What the applicant is asked for, what ends soon, and what waits on the handler's desk."""
    if viewer.person_id is None:
        return []
    return [*_own(viewer, at), *_of_handler(viewer, at)]


def _own(viewer: Viewer, at: datetime) -> list[Todo]:
    today, own = local_date(at), Case.objects.filter(applicant_id=viewer.person_id).defer("sealed_answers")
    entered = Case.objects.filter(entered_by_id=viewer.person_id).defer("sealed_answers")
    asked = [
        Todo(_("“%(matter)s”需要您补充") % {"matter": case.title}, _("去补充"), _url(case), None, 2)
        for case in (own | entered).filter(state=State.ASKED)[:3]
    ]
    ends = own.filter(state=State.DONE, expires_on__gte=today, expires_on__lte=today + timedelta(days=EXPIRY_NOTICE))
    return asked + [
        Todo(_("您办的“%(matter)s”%(day)s 到期") % {"matter": case.title, "day": f"{case.expires_on:%m-%d}"},
             _("办续期"), reverse("casework:index"), None, 4)
        for case in ends[:1]
    ]  # fmt: skip


def _url(case: Case) -> str:
    return reverse("casework:case", args=[case.pk])


def _of_handler(viewer: Viewer, at: datetime) -> list[Todo]:
    keys = keys_of(viewer)
    if not keys:
        return []
    late = [case for case in in_hand(viewer)[:20] if case.due_on and case.due_on <= local_date(at)]
    cards = [
        Todo(_("“%(matter)s”%(name)s 到时限了") % {"matter": case.title, "name": case.applicant.name},
             _("去办"), _url(case), None, 2)
        for case in late[:3]
    ]  # fmt: skip
    waits = Case.objects.filter(desk_key__in=keys, state=State.WAITING).exclude(applicant_id=viewer.person_id).exists()
    if waits:
        cards.append(Todo(_("有办件等您受理"), _("打开"), reverse("casework:desk"), None, 3))
    return cards
