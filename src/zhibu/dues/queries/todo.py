"""Cards for the home page."""

from datetime import datetime, time

from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.dues.enums import MonthState
from zhibu.dues.models import Assessment, Obligation
from zhibu.dues.queries import branch, orders, requests
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.todo import Todo
from zhibu.kernel.viewer import Viewer


def things_to_do(viewer: Viewer, *, at: datetime) -> list[Todo]:
    """What the viewer owes or has to confirm, and what waits for him as a collector. Sums stand on the page alone."""
    return [*_own(viewer, at), *_collecting(viewer)]


def _own(viewer: Viewer, at: datetime) -> list[Todo]:
    if not viewer.is_member or viewer.person_id is None:
        return []
    today, url = local_date(at), reverse("dues:index")
    rows = Assessment.objects.filter(person_id=viewer.person_id, year=today.year, replaced_at=None)
    known = list(rows.values_list("confirmed_at", flat=True))
    if not known:
        return []  # who was never assessed is asked by his branch, not every day by a card
    if None in known:
        return [Todo(_("单位提供了今年的党费基数，请您确认"), _("去确认"), url, None, 3)]
    months = Obligation.objects.filter(person_id=viewer.person_id, state=MonthState.DUE)
    owed = list(months.order_by("month").values_list("due_on"))
    if not owed:
        return []
    due_at = datetime.combine(owed[0][0], time(18), SHANGHAI)
    return [Todo(_("有 %(n)d 个月的党费待交") % {"n": len(owed)}, _("去交党费"), url, due_at, 3)]


def _collecting(viewer: Viewer) -> list[Todo]:
    if not viewer.has_role(*COLLECTORS):
        return []
    hardships, plans = requests.waiting_requests(viewer)
    counter = orders.counter_waiting(viewer).exclude(registration__registered_by_id=viewer.person_id or 0)
    waiting = len(hardships) + len(plans) + counter.count()
    url, cards = reverse("dues:waiting"), []
    if waiting:
        cards.append(Todo(_("有 %(n)d 件党费事项等您处理") % {"n": waiting}, _("去处理"), url, None, 3))
    if late := branch.tasks(viewer).count():
        cards.append(Todo(_("有 %(n)d 位党员连续欠交党费，请去了解") % {"n": late}, _("去看看"), url, None, 4))
    return cards
