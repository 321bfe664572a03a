"""Every address, by app."""

from django.contrib import admin
from django.urls import include, path

from zhibu.config.health import healthz
from zhibu.portal.views import verify

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("office/", admin.site.urls),
    path("organisations/", include("zhibu.organisations.urls")),
    path("audit/", include("zhibu.audit.urls")),
    path("messages/", include("zhibu.notify.urls")),
    path("ledger/", include("zhibu.ledger.urls")),
    path("activities/", include("zhibu.activities.urls")),
    path("live/", include("zhibu.realtime.urls")),
    path("drive/", include("zhibu.drive.urls")),
    path("questions/", include("zhibu.questions.urls")),
    path("quiz/", include("zhibu.quiz.urls")),
    path("groups/", include("zhibu.groups.urls")),
    path("talks/", include("zhibu.talks.urls")),
    path("casework/", include("zhibu.casework.urls")),
    path("venues/", include("zhibu.venues.urls")),
    path("advice/", include("zhibu.advice.urls")),
    path("dues/", include("zhibu.dues.urls")),
    path("collection/", include("zhibu.collection.urls")),
    path("transfers/", include("zhibu.transfers.urls")),
    path("verify/<str:code>", verify, name="verify"),
    path("mailbox/", include("zhibu.mailbox.urls")),
    path("points/", include("zhibu.points.urls")),
    path("insights/", include("zhibu.insights.urls")),
    # Last: an address is compared with each of theirs before it goes on.
    path("", include("zhibu.kernel.urls")),
    path("", include("zhibu.portal.urls")),
    path("", include("zhibu.members.urls")),
]
handler400 = "zhibu.kernel.views.bad_request"
handler403 = "zhibu.kernel.views.forbidden"
handler404 = "zhibu.kernel.views.not_found"
handler500 = "zhibu.kernel.views.server_error"
