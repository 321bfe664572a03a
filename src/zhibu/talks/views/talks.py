"""One's talks, the hours, a talk's page, and how far talks reach."""

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
from zhibu.talks.forms import HoursForm, MomentForm, day_of, promise_of
from zhibu.talks.queries import hosts, hours, reach, talks, times
from zhibu.talks.views.page import form_page


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """What is announced, what can be booked, one's own talks and promises."""
    viewer, at = signed_in(request), now()
    context = {
        "at": at,
        "times": times.times(viewer).filter(state="announced")[:5],
        "free": hours.free(viewer, at=at)[:20],
        "own_hours": hours.own(viewer, at=at)[:20],
        "talks": talks.talks(viewer)[:20],
        "undertakings": talks.undertakings(viewer)[:10],
        "me": viewer.person_id,
        **hosts.doors(viewer),
    }
    return render(request, "talks/index.html", context)


@require_http_methods(["GET", "POST"])
def offer(request: HttpRequest) -> HttpResponse:
    """Offer hours."""
    viewer = signed_in(request)
    if not (places := hosts.places(viewer)):
        raise NotAHost
    form = HoursForm(request.POST or None, places=places)
    if form.is_valid():
        made = services.offer_hours(viewer, at=now(), **form.offer())
        messages.success(request, _("已放出 %(n)d 个谈心时间。") % {"n": len(made)})
        return redirect("talks:index")
    return form_page(request, form, heading=_("放出谈心时间"), verb=_("放出"), back=reverse("talks:index"))


@require_POST
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book an hour."""
    made = services.book_hour(signed_in(request), hour_id=pk, at=now())
    return redirect("talks:talk", made.pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an hour back."""
    services.close_hour(signed_in(request), hour_id=pk)
    return redirect("talks:index")


@require_safe
@never_cache
def talk(request: HttpRequest, pk: int) -> HttpResponse:
    """A talk of one's own."""
    viewer, at = signed_in(request), now()
    return render(request, "talks/talk.html", talks.page_of(viewer, talks.get_talk(viewer, pk), at=at) | {"at": at})


@require_safe
@never_cache
def talk_state(request: HttpRequest, pk: int) -> HttpResponse:
    """What of it changes when the other does something."""
    viewer, at = signed_in(request), now()
    return render(request, "talks/_state.html", talks.page_of(viewer, talks.get_talk(viewer, pk), at=at) | {"at": at})


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    services.confirm_talk(signed_in(request), talk_id=pk, at=now())
    return redirect("talks:talk", pk)


@require_POST
def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave it."""
    services.decline_talk(signed_in(request), talk_id=pk, at=now())
    messages.success(request, _("已取消这次谈心，不留记录。"))
    return redirect("talks:index")


@require_http_methods(["GET", "POST"])
def postpone(request: HttpRequest, pk: int) -> HttpResponse:
    """Another time."""
    viewer = signed_in(request)
    found = talks.get_talk(viewer, pk)
    form = MomentForm(request.POST or None, initial={"moment": found.starts_at})
    if form.is_valid():
        services.postpone_talk(viewer, talk_id=pk, starts_at=form.cleaned_data["moment"], at=now())
        return redirect("talks:talk", pk)
    lead = _("对方会收到新的时间。改几次都可以，不记录。")
    back = reverse("talks:talk", args=[pk])
    return form_page(request, form, heading=_("改个时间"), verb=_("改到这时"), back=back, lead=lead)


@require_POST
def undertake(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down a promise."""
    services.undertake(signed_in(request), talk_id=pk, at=now(), **promise_of(request.POST))
    return redirect("talks:talk", pk)


@require_POST
def finish(request: HttpRequest, pk: int) -> HttpResponse:
    """A promise is kept."""
    outcome = request.POST.get("outcome", "")[:200]
    done = services.finish_undertaking(signed_in(request), undertaking_id=pk, outcome=outcome, at=now())
    return redirect("talks:talk", done.talk_id)


@require_POST
def shorten(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the messages less long."""
    day = day_of(request.POST.get("keep_until", ""))
    services.shorten(signed_in(request), talk_id=pk, keep_until=day, at=now())
    messages.success(request, _("已更改保存时间。"))
    return redirect("talks:talk", pk)


@require_safe
def reached(request: HttpRequest) -> HttpResponse:
    """How far talks reach."""
    viewer, at = signed_in(request), now()
    rows = reach.reach(viewer, at=at)
    context = {
        "rows": rows,
        "provinces": reach.by_province(rows),
        "figure": reach.figure(rows, at=at),
        "names": reach.to_talk_with(viewer, at=at),
    }
    return render(request, "talks/reach.html", context)


@require_safe
def how(request: HttpRequest) -> HttpResponse:
    """The draw and the encryption in plain words."""
    signed_in(request)
    return render(request, "talks/how.html")
