"""Pages of activities: the list, the page of one, the officer's form."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhibu.activities import queries
from zhibu.activities.forms import ActivityForm, ChangeForm, ReasonForm, fresh
from zhibu.activities.rules.ics import calendar_file
from zhibu.activities.services import activity as services
from zhibu.activities.services import reminders
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.organisations.errors import NoSuchOrganisation

LISTS = {"coming": queries.coming, "past": queries.past, "managed": queries.managed}


def index(request: HttpRequest) -> HttpResponse:
    """What is on for me, what I was at, what I hold."""
    viewer, at = signed_in(request), now()
    scope = request.GET.get("scope", "")
    rows = LISTS.get(scope, queries.coming)(viewer, at=at)
    page = Paginator(rows, 20).get_page(request.GET.get("page"))
    may_create = bool(queries.my_organisations(viewer))
    context = {"page": page, "scope": scope if scope in LISTS else "coming", "at": at, "may_create": may_create}
    return render(request, "activities/index.html", context)


def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One activity: what, when, where, and the buttons of this viewer."""
    page = queries.page_of(signed_in(request), pk, at=now())
    return render(request, "activities/detail.html", {"page": page, "activity": page.activity, "at": page.at})


def create(request: HttpRequest) -> HttpResponse:
    """The officer's form; a repeated one makes a series of drafts."""
    viewer, at = signed_in(request), now()
    places = queries.my_organisations(viewer)
    if not places:
        raise NoSuchOrganisation
    form = ActivityForm(request.POST or None, viewer=viewer, organisations=places, initial=fresh(at))
    if request.method == "POST" and form.is_valid():
        made = services.create(viewer, at=at, **form.to_order())
        return redirect("activities:detail", pk=made.pk)
    return render(request, "activities/form.html", {"form": form})


def change(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form over what is there."""
    viewer = signed_in(request)
    activity = queries.get_activity(viewer, pk, to="manage")
    form = ChangeForm(request.POST or None, viewer=viewer, activity=activity)
    if request.method == "POST" and form.is_valid():
        services.change_activity(viewer, activity_id=pk, plan=form.to_plan(), at=now())
        return redirect("activities:detail", pk=pk)
    return render(request, "activities/form.html", {"form": form, "activity": activity})


STEPS = {
    "publish": services.publish_activity,
    "open": services.open_activity,
    "hold": services.hold_activity,
    "archive": services.archive_activity,
}


@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Publish, open, hold or archive."""
    STEPS[verb](signed_in(request), activity_id=pk, at=now())
    return redirect("activities:detail", pk=pk)


@require_POST
def publish_series(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish every draft of a series."""
    services.publish_series(signed_in(request), series_id=pk, at=now())
    return redirect("/activities/?scope=managed")


def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then call it off."""
    viewer = signed_in(request)
    activity = queries.get_activity(viewer, pk, to="manage")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.cancel_activity(viewer, activity_id=pk, at=now(), **form.cleaned_data)
        return redirect("activities:detail", pk=pk)
    return render(request, "activities/cancel.html", {"form": form, "activity": activity})


def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The sessions of one activity for a phone's calendar."""
    page = queries.page_of(signed_in(request), pk, at=now())
    url = request.build_absolute_uri(reminders.page(pk))
    slots = queries.slots(page.activity, page.sessions, url=url, host=request.get_host(), at=page.at)
    response = HttpResponse(calendar_file(slots), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="activity-{pk}.ics"'
    return response
