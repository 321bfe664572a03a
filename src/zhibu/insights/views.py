"""The board of branches."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from zhibu.insights import queries
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """Rates of organisations over six months."""
    at = now()
    return render(request, "insights/board.html", {"board": queries.board(signed_in(request), at=at), "at": at})
