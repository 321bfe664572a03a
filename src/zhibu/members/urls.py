"""Addresses of members."""

from django.urls import path

from zhibu.members.views import login, organisation, own

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
]
