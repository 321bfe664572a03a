"""The draw: announcing, joining, shaking, the result and its proof."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.talks import services
from zhibu.talks.errors import NotAHost
from zhibu.talks.forms import AnnounceForm, MomentForm
from zhibu.talks.queries import hosts, times
from zhibu.talks.views.page import form_page


@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest) -> HttpResponse:
    """Announce a talk time."""
    viewer, at = signed_in(request), now()
    if not (led := hosts.led(viewer)):
        raise NotAHost
    form = AnnounceForm(request.POST or None, led=led)
    if form.is_valid():
        made = services.announce_time(viewer, at=at, **form.cleaned_data)
        return redirect("talks:time", made.pk)
    lead = _("到约定的时刻，愿意参加的同志一起摇，抽出一位和您聊。来不来都不留记录。")
    return form_page(
        request, form, heading=_("摇一摇、聊一聊"), verb=_("约大家"), back=reverse("talks:index"), lead=lead
    )


@require_safe
@never_cache
def time(request: HttpRequest, pk: int) -> HttpResponse:
    """One talk time: waiting, shaking, the result."""
    viewer, at = signed_in(request), now()
    return render(request, "talks/time.html", times.page_of(viewer, times.get_time(viewer, pk), at=at) | {"at": at})


@require_safe
@never_cache
def time_state(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of it that changes by itself."""
    viewer, at = signed_in(request), now()
    return render(request, "talks/_time.html", times.page_of(viewer, times.get_time(viewer, pk), at=at) | {"at": at})


@require_POST
def join(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a ticket."""
    services.join(signed_in(request), time_id=pk, at=now())
    return redirect("talks:time", pk)


@require_POST
def shake(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one's ticket into the pool."""
    services.shake(signed_in(request), time_id=pk, at=now(), chance=request.POST.get("chance", ""))
    return redirect("talks:time", pk)


@require_POST
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw now that the minute is over."""
    services.draw(signed_in(request), time_id=pk, at=now())
    return redirect("talks:time", pk)


@require_http_methods(["GET", "POST"])
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Another moment."""
    viewer = signed_in(request)
    found = times.get_time(viewer, pk, to="host")
    form = MomentForm(request.POST or None, initial={"moment": found.moment})
    if form.is_valid():
        services.move_time(viewer, time_id=pk, at=now(), **form.cleaned_data)
        return redirect("talks:time", pk)
    return form_page(request, form, heading=_("改个时刻"), verb=_("改到这时"), back=reverse("talks:time", args=[pk]))


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Call it off."""
    services.cancel_time(signed_in(request), time_id=pk, at=now())
    messages.success(request, _("已取消，票已全部删去。"))
    return redirect("talks:index")
