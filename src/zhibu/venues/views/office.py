"""Setting venues up, for those who manage them."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.venues import services
from zhibu.venues.enums import PassageKind, VenueKind
from zhibu.venues.errors import NoSuchVenue
from zhibu.venues.forms import BeforeForm, FoundForm, HoursForm, StewardForm, VenueForm
from zhibu.venues.queries import venues
from zhibu.venues.views.page import form_page, shown

FIELDS = ("name", "place", "about", "phone", "opened_on", "days_ahead", "most_guests", "is_open")


@require_http_methods(["GET", "POST"])
def found(request: HttpRequest) -> HttpResponse:
    """A new hall, room or vehicle."""
    viewer = signed_in(request)
    if not (homes := venues.homes(viewer)):
        raise NoSuchVenue
    form = FoundForm(request.POST or None, homes=homes)
    if form.is_valid():
        made = services.found_venue(viewer, at=now(), **form.cleaned_data)
        messages.success(request, _("设好了。接下来请定开放时间。"))
        return redirect("venues:manage", made.pk)
    return form_page(request, form, heading=_("新设场馆"), verb=_("设立"), back=reverse("venues:index"))


@require_safe
def manage(request: HttpRequest, pk: int) -> HttpResponse:
    """Hours, stewards and what can be changed."""
    venue = venues.get_venue(signed_in(request), pk, to="manage")
    stewards = venue.stewards.select_related("person").order_by("person__name")
    return shown(request, "manage", {"venue": venue, "hours": venue.hours.all(), "stewards": stewards})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said of it, whether it can be booked."""
    viewer = signed_in(request)
    venue = venues.get_venue(viewer, pk, to="manage")
    form = VenueForm(request.POST or None, initial={name: getattr(venue, name) for name in FIELDS})
    if form.is_valid():
        services.change_venue(viewer, venue_id=pk, at=now(), **form.cleaned_data)
        return redirect("venues:manage", pk)
    return form_page(request, form, heading=_("更改场馆"), verb=_("保存"), back=reverse("venues:manage", args=[pk]))


@require_http_methods(["GET", "POST"])
def hours(request: HttpRequest, pk: int) -> HttpResponse:
    """Weekly hours."""
    viewer = signed_in(request)
    venues.get_venue(viewer, pk, to="manage")
    form = HoursForm(request.POST or None)
    if form.is_valid():
        services.add_hours(viewer, venue_id=pk, at=now(), **form.cleaned_data)
        return redirect("venues:manage", pk)
    lead = _("每周同样的时间开放，未来的场次会自动放出。节假日请在日历里设闭馆日。")
    back = reverse("venues:manage", args=[pk])
    return form_page(request, form, heading=_("加一段开放时间"), verb=_("加上"), back=back, lead=lead)


@require_POST
def drop_hours(request: HttpRequest, pk: int, hours_id: int) -> HttpResponse:
    """No longer open then."""
    services.drop_hours(signed_in(request), venue_id=pk, hours_id=hours_id, at=now())
    messages.success(request, _("已去掉。已有人预约的场次照常。"))
    return redirect("venues:manage", pk)


@require_http_methods(["GET", "POST"])
def stewards(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody for the door."""
    viewer = signed_in(request)
    venues.get_venue(viewer, pk, to="manage")
    form = StewardForm(request.POST or None)
    if form.is_valid():
        services.name_steward(viewer, venue_id=pk, person_id=form.cleaned_data["person"], at=now())
        return redirect("venues:manage", pk)
    lead = _("门口的同事可以看当天预约、放行、计数、审看留言、设闭馆日。")
    back = reverse("venues:manage", args=[pk])
    return form_page(request, form, heading=_("加一位门口的同事"), verb=_("加上"), back=back, lead=lead)


@require_POST
def release(request: HttpRequest, pk: int, steward_id: int) -> HttpResponse:
    """No longer at the door."""
    services.release_steward(signed_in(request), venue_id=pk, steward_id=steward_id, at=now())
    return redirect("venues:manage", pk)


@require_http_methods(["GET", "POST"])
def before(request: HttpRequest, pk: int) -> HttpResponse:
    """Visitors counted before this book began."""
    viewer = signed_in(request)
    venues.get_venue(viewer, pk, to="manage", kinds=[VenueKind.HALL])
    form = BeforeForm(request.POST or None)
    if form.is_valid():
        services.count(viewer, venue_id=pk, kind=PassageKind.BEFORE, at=now(), **form.cleaned_data)
        return redirect("venues:figures", pk)
    lead = _("从纸质登记或旧系统带过来的人次，和来源一起永久留存，写错了再记一笔负数更正。")
    back = reverse("venues:manage", args=[pk])
    return form_page(request, form, heading=_("启用前累计"), verb=_("记入"), back=back, lead=lead)
