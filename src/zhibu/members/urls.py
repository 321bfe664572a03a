"""Addresses of members."""

from django.urls import path

from zhibu.members.views import invitations, login, organisation, own, roles, roster

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
    path("me/notices", own.notices, name="notices"),
    path("invitations", invitations.invitations, name="invitations"),
    path("invitations/new", invitations.invite, name="invite"),
    path("invitations/<int:pk>/revoke", invitations.revoke, name="revoke-invitation"),
    path("phone-links/<int:pk>", invitations.phone_link, name="phone-link"),
    path("join/<str:token>", invitations.join, name="join"),
    path("enter/<str:token>", invitations.enter, name="enter"),
    path("roles", roles.role_list, name="roles"),
    path("roles/<int:pk>", roles.roles_of, name="roles-of"),
    path("roles/<int:pk>/reset-authenticator", roles.reset_device, name="reset-device"),
    path("role-grants/<int:pk>/end", roles.end_role, name="end-role"),
]
