"""Addresses of venues. Those of halls and of a visit's code are open to everybody."""

from django.urls import path

from zhibu.venues.views import desk, office, visits, volunteers

app_name = "venues"
urlpatterns = [
    path("", visits.index, name="index"),
    path("mine", volunteers.mine, name="mine"),
    path("new", office.found, name="new"),
    path("guiding", volunteers.guiding, name="guiding"),
    path("guiding/<int:pk>/take", volunteers.take, name="take"),
    path("guiding/<int:pk>/leave", volunteers.leave, name="leave"),
    path("visits", visits.find, name="find"),
    path("visits/<str:code>", visits.visit, name="visit"),
    path("visits/<str:code>/cancel", visits.cancel, name="cancel"),
    path("visits/<str:code>/remark", visits.remark, name="remark"),
    path("slots/<int:pk>", visits.book, name="book"),
    path("bookings/<int:pk>/admit", desk.admit, name="admit"),
    path("bookings/<int:pk>/contact", desk.contact, name="contact"),
    path("bookings/<int:pk>/call-off", desk.call_off, name="call-off"),
    path("bookings/<int:pk>/guided", desk.guided, name="guided"),
    path("remarks/<int:pk>/decide", desk.decide, name="decide"),
    path("reservations/<int:pk>/end", volunteers.end, name="end"),
    path("<int:pk>", visits.venue, name="venue"),
    path("<int:pk>/figures", visits.figures, name="figures"),
    path("<int:pk>/book", visits.remarks_shown, name="book-of-visitors"),
    path("<int:pk>/reserve", volunteers.reserve, name="reserve"),
    path("<int:pk>/desk", desk.desk, name="desk"),
    path("<int:pk>/desk/state", desk.state, name="desk-state"),
    path("<int:pk>/desk/count", desk.count, name="count"),
    path("<int:pk>/calendar", desk.calendar, name="calendar"),
    path("<int:pk>/closed", desk.close, name="close"),
    path("<int:pk>/reopened", desk.reopen, name="reopen"),
    path("<int:pk>/remarks", desk.remarks, name="remarks"),
    path("<int:pk>/manage", office.manage, name="manage"),
    path("<int:pk>/change", office.change, name="change"),
    path("<int:pk>/hours", office.hours, name="hours"),
    path("<int:pk>/hours/<int:hours_id>/drop", office.drop_hours, name="drop-hours"),
    path("<int:pk>/stewards", office.stewards, name="stewards"),
    path("<int:pk>/stewards/<int:steward_id>/release", office.release, name="release"),
    path("<int:pk>/before", office.before, name="before"),
]
