"""The hall's own pages: the door, the calendar, closed days, the visitors' book to read."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.venues import services
from zhibu.venues.enums import RemarkState, VenueKind
from zhibu.venues.errors import CountUnclear
from zhibu.venues.forms import CodeForm, count_of, day_of
from zhibu.venues.queries import venues, visits
from zhibu.venues.views.page import shown

HALLS = [VenueKind.HALL]


@require_safe
@never_cache
def desk(request: HttpRequest, pk: int) -> HttpResponse:
    """The door today."""
    viewer = signed_in(request)
    found = venues.get_venue(viewer, pk, to="serve", kinds=HALLS)
    return shown(request, "desk", visits.desk(found, at=now()) | {"form": CodeForm(), "keys": _keys()})


@require_safe
@never_cache
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """What of it changes when another desk counts."""
    viewer = signed_in(request)
    found = venues.get_venue(viewer, pk, to="serve", kinds=HALLS)
    return shown(request, "_desk", visits.desk(found, at=now()) | {"keys": _keys()})


def _keys() -> list[UUID]:
    return [uuid4() for _place in range(5)]


@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    """People in or out."""
    viewer = signed_in(request)
    venues.get_venue(viewer, pk, to="serve", kinds=HALLS)
    if (sent := count_of(request.POST)) is None:
        raise CountUnclear
    services.count(viewer, venue_id=pk, at=now(), **sent)
    return redirect("venues:desk", pk)


@require_POST
def admit(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a visit in."""
    people = request.POST.get("people", "")
    number = int(people) if people.isdecimal() and len(people) < 5 else None
    found = services.admit(signed_in(request), visit_id=pk, key=_key(request), people=number, at=now())
    messages.success(request, _("已入馆。"))
    return redirect("venues:desk", found.venue_id)


def _key(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()


@require_POST
@never_cache
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Name and number of a visitor, for a reason that is kept."""
    found = services.read_contact(signed_in(request), visit_id=pk, reason=request.POST.get("reason", ""), at=now())
    return shown(request, "contact", {"visit": found, "venue": found.venue})


@require_POST
def call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Cancel a visit on the hall's side."""
    found = services.call_off(signed_in(request), visit_id=pk, reason=request.POST.get("reason", ""), at=now())
    messages.success(request, _("已取消。没有账号的访客要打电话告诉他们。"))
    return redirect("venues:calendar", found.venue_id)


@require_POST
def guided(request: HttpRequest, pk: int) -> HttpResponse:
    """The volunteer guided the group."""
    found = services.confirm_guide(signed_in(request), visit_id=pk, at=now())
    messages.success(request, _("已确认，记入讲解员的台账。"))
    return redirect("venues:desk", found.venue_id)


@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """A week of the hall."""
    viewer, at = signed_in(request), now()
    found = venues.get_venue(viewer, pk, to="serve", kinds=HALLS)
    first = day_of(request.GET.get("from", "")) or local_date(at)
    week = timedelta(days=7)
    context = {
        "venue": found, "week": visits.calendar(found, first=first), "first": first, "before": first - week,
        "after": first + week, "today": local_date(at), "closed_days": venues.closed_days(found, at=at),
    }  # fmt: skip
    return shown(request, "calendar", context)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """A closed day."""
    day, reason = day_of(request.POST.get("day", "")), request.POST.get("reason", "")[:100]
    services.close_day(signed_in(request), venue_id=pk, day=day or local_date(now()), reason=reason, at=now())
    messages.success(request, _("已设为闭馆日。请给当天预约过的访客打电话。"))
    return redirect("venues:calendar", pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open after all."""
    day = day_of(request.POST.get("day", ""))
    services.reopen_day(signed_in(request), venue_id=pk, day=day or local_date(now()), at=now())
    return redirect("venues:calendar", pk)


@require_safe
def remarks(request: HttpRequest, pk: int) -> HttpResponse:
    """Entries of the visitors' book that wait to be read."""
    found = venues.get_venue(signed_in(request), pk, to="serve", kinds=HALLS)
    rows = found.remarks.order_by("-written_at")
    waiting = rows.filter(state=RemarkState.WAITING)[:50]
    decided = rows.exclude(state=RemarkState.WAITING)[:20]
    return shown(request, "remarks", {"venue": found, "waiting": waiting, "decided": decided})


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an entry or keep it back."""
    wanted, reason = request.POST.get("shown") == "yes", request.POST.get("reason", "")
    found = services.decide_remark(signed_in(request), remark_id=pk, shown=wanted, reason=reason, at=now())
    return redirect("venues:remarks", found.venue_id)
