"""Venues, for record keepers. Who visits is not shown here."""

from django.contrib import admin
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.office import ScopedAdmin
from zhibu.kernel.viewer import Viewer
from zhibu.venues.models import Passage, Reservation, Venue, Visit
from zhibu.venues.queries.venues import MANAGERS, venues

READERS = tuple(map(str, MANAGERS))


@admin.register(Venue)
class VenueAdmin(ScopedAdmin):
    """Halls, rooms and vehicles."""

    title = _("场馆")
    labels = {
        "kind": _("种类"), "organisation": _("组织"), "name": _("名称"), "place": _("地点"), "about": _("介绍"),
        "phone": _("咨询电话"), "opened_on": _("建成开放日期"), "days_ahead": _("提前多少天可约"),
        "most_guests": _("散客一次最多几人"), "is_open": _("开放预约"), "created_by_name": _("登记人"),
        "created_at": _("登记时间"),
    }  # fmt: skip
    exclude = ("key",)
    readers = READERS
    ordering = ("kind", "name")
    list_display = ("name", "kind", "organisation", "place", "is_open")
    list_select_related = ("organisation",)
    list_filter = ("kind", "is_open")

    def scope(self, viewer: Viewer) -> QuerySet[Venue]:
        """As on the pages."""
        return venues(viewer, to="manage")


@admin.register(Visit)
class VisitAdmin(ScopedAdmin):
    """Bookings by numbers, without who and without codes."""

    title = _("参观预约")
    labels = {
        "venue": _("场馆"), "starts_at": _("场次"), "people": _("人数"), "is_group": _("团体"),
        "wants_guide": _("需要讲解"), "guided_at": _("讲解确认时间"), "state": _("状态"), "reason": _("原因"),
        "made_at": _("预约时间"), "entered_at": _("入馆时间"), "erase_on": _("删除联系方式的日期"),
        "erased_at": _("已删除联系方式"),
    }  # fmt: skip
    exclude = ("key", "slot", "person", "code_index", "guide")
    readers = READERS
    ordering = ("-starts_at", "pk")
    list_display = ("venue", "starts_at", "people", "is_group", "wants_guide", "state")
    list_select_related = ("venue",)
    list_filter = ("state", "is_group")

    def scope(self, viewer: Viewer) -> QuerySet[Visit]:
        """Of the venues that the viewer manages."""
        return Visit.objects.filter(venue__in=venues(viewer, to="manage").values("pk"))


@admin.register(Passage)
class PassageAdmin(ScopedAdmin):
    """What the door counted."""

    title = _("入馆登记")
    labels = {
        "venue": _("场馆"), "kind": _("种类"), "people": _("人数"), "day": _("日期"), "at": _("登记时间"),
        "note": _("说明"), "recorded_by_name": _("登记人"),
    }  # fmt: skip
    exclude = ("key", "visit")
    readers = READERS
    ordering = ("-at", "-pk")
    list_display = ("venue", "day", "kind", "people", "note", "recorded_by_name")
    list_select_related = ("venue",)
    list_filter = ("kind",)

    def scope(self, viewer: Viewer) -> QuerySet[Passage]:
        """Of the venues that the viewer manages."""
        return Passage.objects.filter(venue__in=venues(viewer, to="manage").values("pk"))


@admin.register(Reservation)
class ReservationAdmin(ScopedAdmin):
    """Rooms and vehicles."""

    title = _("会议室与车辆预约")
    labels = {
        "venue": _("场馆"), "person": _("预约人"), "purpose": _("用途"), "starts_at": _("从"), "ends_at": _("到"),
        "state": _("状态"), "reason": _("原因"), "made_at": _("预约时间"),
    }  # fmt: skip
    exclude = ("key",)
    readers = READERS
    ordering = ("-starts_at", "pk")
    list_display = ("venue", "starts_at", "ends_at", "person", "purpose", "state")
    list_select_related = ("venue", "person")
    list_filter = ("state",)

    def scope(self, viewer: Viewer) -> QuerySet[Reservation]:
        """Of the venues that the viewer manages."""
        return Reservation.objects.filter(venue__in=venues(viewer, to="manage").values("pk"))
