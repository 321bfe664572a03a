"""What visitors see, with or without an account: halls, booking, the page of a code, figures, the visitors' book."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.members.api import address_of
from zhibu.venues import services
from zhibu.venues.enums import VenueKind
from zhibu.venues.forms import CodeForm, RemarkForm, VisitForm, day_of
from zhibu.venues.queries import figures as sums
from zhibu.venues.queries import venues, visits
from zhibu.venues.views.page import form_page, qr, shown


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Halls for everybody, rooms and vehicles for employees."""
    return shown(request, "index", venues.front(request.viewer, at=now()))  # type: ignore[attr-defined]


@require_safe
def venue(request: HttpRequest, pk: int) -> HttpResponse:
    """A hall: about, how many came, what can be booked; a room or vehicle goes to its reservation."""
    viewer, at = request.viewer, now()  # type: ignore[attr-defined]
    found = venues.get_venue(viewer, pk)
    if found.kind != VenueKind.HALL:
        return redirect("venues:reserve", pk)
    days, wanted = venues.days(found, at=at), day_of(request.GET.get("day", ""))
    chosen = next((day for day in days if day.day == wanted), None) or next((d for d in days if d.left), None)
    context = {
        "venue": found, "days": days, "chosen": chosen, "total": sums.total(found), "hours": venues.weekly(found),
        "remarks": visits.remarks(found)[:3], "serves": venues.venues(viewer, to="serve").filter(pk=pk).exists(),
    }  # fmt: skip
    return shown(request, "venue", context)


@require_http_methods(["GET", "POST"])
@never_cache
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Book places of a slot; the page of the code follows."""
    viewer, at = request.viewer, now()  # type: ignore[attr-defined]
    slot = venues.get_slot(viewer, pk, at=at)
    form = VisitForm(request.POST or None, viewer=viewer, most=slot.venue.most_guests)
    if form.is_valid():
        made = services.book_visit(viewer, slot_id=pk, at=at, address=address_of(request), **form.booking())
        messages.success(request, _("约好了。请保存这一页，或抄下预约码。"))
        return redirect("venues:visit", made.code)
    return shown(
        request, "book", {"form": form, "slot": slot, "venue": slot.venue}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "POST"])
@never_cache
def find(request: HttpRequest) -> HttpResponse:
    """Type a code, to come back to a booking or to let somebody in."""
    form = CodeForm(request.POST or None)
    if form.is_valid():
        found = services.find_visit(form.cleaned_data["code"], address=address_of(request))
        return redirect("venues:visit", found.code)
    return form_page(
        request, form, heading=_("输入预约码"), verb=_("查看预约"), back=reverse("venues:index"),
        lead=_("预约成功时页面上显示的 10 位码。"),
    )  # fmt: skip


@require_safe
@never_cache
def visit(request: HttpRequest, code: str) -> HttpResponse:
    """The booking of a code: QR, what to know, cancel, write; for stewards the way in."""
    viewer, at = request.viewer, now()  # type: ignore[attr-defined]
    found = services.find_visit(code, address=address_of(request))
    serves = venues.venues(viewer, to="serve").filter(pk=found.venue_id).exists()
    context = {
        "visit": found, "venue": found.venue, "slot": found.slot, "serves": serves, "at": at,
        "qr": qr(request.build_absolute_uri(reverse("venues:visit", args=[found.code]))),
        "is_over": found.slot.ends_at <= at, "form": RemarkForm(), "remark": getattr(found, "remark", None),
    }  # fmt: skip
    return shown(request, "visit", context)


@require_POST
def cancel(request: HttpRequest, code: str) -> HttpResponse:
    """Give the places back."""
    found = services.find_visit(code, address=address_of(request))
    services.cancel_visit(request.viewer, code=found.code, at=now())  # type: ignore[attr-defined]
    messages.success(request, _("已取消，名额让给了别人。"))
    return redirect("venues:visit", found.code)


@require_POST
def remark(request: HttpRequest, code: str) -> HttpResponse:
    """Write into the visitors' book."""
    found = services.find_visit(code, address=address_of(request))
    said = {name: request.POST.get(name, "") for name in ("text", "signature")}
    services.write_remark(request.viewer, code=found.code, at=now(), **said)  # type: ignore[attr-defined]
    messages.success(request, _("谢谢您的留言。展馆的同事看过后会刊出。"))
    return redirect("venues:visit", found.code)


@require_safe
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """How many people came since the opening."""
    found = venues.get_venue(request.viewer, pk, kinds=[VenueKind.HALL])  # type: ignore[attr-defined]
    return shown(request, "figures", {"venue": found} | sums.figures(found, at=now()))


@require_safe
def remarks_shown(request: HttpRequest, pk: int) -> HttpResponse:
    """The visitors' book."""
    found = venues.get_venue(request.viewer, pk, kinds=[VenueKind.HALL])  # type: ignore[attr-defined]
    page = Paginator(visits.remarks(found), 20).get_page(request.GET.get("page"))
    return shown(request, "book_of_visitors", {"venue": found, "page": page})
