"""Addresses of members."""

from django.urls import path

from zhibu.members.views import login, organisation, own, roster

app_name = "members"
urlpatterns = [
    path("login", login.sign_in, name="login"),
    path("login/code", login.code, name="code"),
    path("login/authenticator", login.code_setup, name="code-setup"),
    path("logout", login.sign_out, name="logout"),
    path("me/password", own.password, name="password"),
    path("me/devices", own.devices, name="devices"),
    path("me/devices/end", own.end_devices, name="end-devices"),
    path("me/devices/<slug:handle>/end", own.end_device, name="end-device"),
    path("organisations/<int:pk>/alerts", organisation.organisation_alerts, name="organisation-alerts"),
    path("organisations/<int:pk>/posts", organisation.organisation_posts, name="organisation-posts"),
    path("rosters", roster.rosters, name="rosters"),
    path("rosters/export", roster.roster_export_now, name="roster-export"),
    path("rosters/<int:pk>", roster.roster, name="roster"),
    path("rosters/<int:pk>/state", roster.roster_state, name="roster-state"),
    path("rosters/<int:pk>/import", roster.roster_import_now, name="roster-import"),
    path("rosters/<int:pk>/back", roster.roster_back, name="roster-back"),
    path("rosters/<int:pk>/bad-rows", roster.roster_bad_rows, name="roster-bad-rows"),
]
