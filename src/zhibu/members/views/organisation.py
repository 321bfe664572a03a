"""Parts of an organisation's page that are about people."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.members.queries.alerts import alerts, posts_of
from zhibu.organisations.api import get_organisation


def organisation_alerts(request: HttpRequest, pk: int) -> HttpResponse:
    """What its numbers say, for those who can do something about it."""
    viewer = signed_in(request)
    context = {
        "organisation": get_organisation(viewer, pk),
        "alerts": alerts(viewer, day=local_date(now()), organisation_id=pk),
        "part": "members/organisation/_alerts.html",
    }
    return _part(request, context)


def organisation_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Who holds and who held which post."""
    viewer = signed_in(request)
    posts = list(posts_of(viewer, pk))
    context = {
        "organisation": get_organisation(viewer, pk),
        "now": [post for post in posts if post.ended_on is None],
        "before": [post for post in posts if post.ended_on],
        "part": "members/organisation/_posts.html",
    }
    return _part(request, context)


def _part(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    """The part alone for htmx, a page of its own for everybody else."""
    alone = "members/organisation/page.html"
    return render(request, str(context["part"]) if request.headers.get("HX-Request") else alone, context)
