"""What employees do: guide groups, reserve rooms and vehicles, and see what they have booked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.venues import services
from zhibu.venues.enums import VenueKind
from zhibu.venues.errors import VenueTaken
from zhibu.venues.forms import ReserveForm
from zhibu.venues.queries import venues, visits
from zhibu.venues.views.page import shown


@require_safe
@never_cache
def mine(request: HttpRequest) -> HttpResponse:
    """One's visits, reservations and guidings."""
    viewer, at = signed_in(request), now()
    context = {
        "visits": visits.own_visits(viewer, at=at)[:30], "reservations": visits.own_reservations(viewer, at=at)[:30],
        "guidings": visits.own_guidings(viewer, at=at)[:30],
    }  # fmt: skip
    return shown(request, "mine", context)


@require_safe
def guiding(request: HttpRequest) -> HttpResponse:
    """Groups that wish for a guide."""
    viewer, at = signed_in(request), now()
    wanted, own = visits.open_guidings(viewer, at=at)[:30], visits.own_guidings(viewer, at=at)[:30]
    return shown(request, "guiding", {"wanted": wanted, "own": own, "at": at})


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """I will guide them."""
    services.take_guiding(signed_in(request), visit_id=pk, at=now())
    messages.success(request, _("谢谢您，讲解记在您名下了。去不了请及时退出，别人可以接。"))
    return redirect("venues:guiding")


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """I cannot after all."""
    services.leave_guiding(signed_in(request), visit_id=pk, at=now())
    return redirect("venues:guiding")


@require_http_methods(["GET", "POST"])
def reserve(request: HttpRequest, pk: int) -> HttpResponse:
    """Have a room or vehicle for a time; what is taken stands beside."""
    viewer, at = signed_in(request), now()
    found = venues.get_venue(viewer, pk, kinds=[VenueKind.ROOM, VenueKind.VEHICLE])
    form = ReserveForm(request.POST or None)
    if form.is_valid() and _reserved(request, form, pk):
        messages.success(request, _("订上了。用不着时请退订，别人可以用。"))
        return redirect("venues:mine")
    manages = venues.venues(viewer, to="manage").filter(pk=pk).exists()
    rows = visits.reservations(found, at=at)[:60]
    context = {"venue": found, "form": form, "rows": rows, "hours": venues.weekly(found), "manages": manages}
    return shown(request, "reserve", context, status=422 if form.is_bound else 200)


def _reserved(request: HttpRequest, form: ReserveForm, pk: int) -> bool:
    """Whether it was to be had; else the form says so and keeps what was typed."""
    try:
        services.reserve(signed_in(request), venue_id=pk, at=now(), **form.cleaned_data)
    except VenueTaken as taken:
        form.add_error("starts_at", str(taken))
        return False
    return True


@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a reservation back, or as its manager take it back."""
    viewer = signed_in(request)
    found = services.end_reservation(viewer, reservation_id=pk, reason=request.POST.get("reason", ""), at=now())
    messages.success(request, _("已退订，时间空出来了。"))
    own = found.person_id == viewer.person_id
    return redirect(reverse("venues:mine") if own else reverse("venues:reserve", args=[found.venue_id]))
