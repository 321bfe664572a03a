"""Tickets are renewed here, where the database may be asked."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.realtime import api

MOST_TOPICS = 100


@require_safe
def ticket(request: HttpRequest) -> JsonResponse:
    """A fresh ticket for the topics asked for; each is asked again of its app."""
    topics = request.GET.getlist("topic")[:MOST_TOPICS]
    return JsonResponse({"ticket": api.ticket(signed_in(request), topics, at=now())})
