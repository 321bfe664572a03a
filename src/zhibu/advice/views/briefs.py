"""Hot topics: the briefs, how they are made, and drawing one up."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.advice import services
from zhibu.advice.enums import BriefState
from zhibu.advice.errors import NoSuchOffice
from zhibu.advice.forms import BriefForm
from zhibu.advice.queries import briefs as rows
from zhibu.advice.queries.offices import homes
from zhibu.advice.rules.steps import last_month
from zhibu.advice.rules.topics import ALIKE, SMALLEST
from zhibu.advice.views.page import form_page, shown
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All briefs."""
    viewer = signed_in(request)
    return shown(request, "briefs", {"briefs": rows.briefs(viewer)[:60], "may_draw": bool(homes(viewer))})


@require_safe
def method(request: HttpRequest) -> HttpResponse:
    """How texts are grouped, in plain words."""
    signed_in(request)
    return shown(request, "method", {"smallest": SMALLEST, "alike": f"{ALIKE:.0%}"})


@require_http_methods(["GET", "POST"])
def draw(request: HttpRequest) -> HttpResponse:
    """Have a month's draft drawn up now."""
    viewer, at = signed_in(request), now()
    if not (places := homes(viewer)):
        raise NoSuchOffice
    form = BriefForm(request.POST or None, homes=places, month=last_month(local_date(at)))
    if form.is_valid():
        return redirect("advice:brief", services.ask_for_brief(viewer, at=at, **form.cleaned_data).pk)
    lead = _("由程序在后台按词分组，先是草稿，您看过再公布。")
    return form_page(request, form, heading=_("归纳热点"), verb=_("归纳"), back=reverse("advice:briefs"), lead=lead)


@require_safe
@never_cache
def brief(request: HttpRequest, pk: int) -> HttpResponse:
    """One brief."""
    viewer = signed_in(request)
    found = rows.get_brief(viewer, pk)
    manages = rows.briefs(viewer, to="manage").filter(pk=pk).exists()
    return shown(request, "brief", {"brief": found, "topics": found.topics.all(), "manages": manages})


@require_safe
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing while a brief is being drawn; then the page is asked to come again."""
    ready = rows.get_brief(signed_in(request), pk).state != BriefState.DRAWING
    return HttpResponse(status=204, headers={"HX-Refresh": "true"} if ready else {})


@require_POST
def name(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A plain name for a topic."""
    title = request.POST.get("title", "")
    services.name_topic(signed_in(request), brief_id=pk, number=number, title=title, at=now())
    return redirect("advice:brief", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """For everybody."""
    services.publish_brief(signed_in(request), brief_id=pk, at=now())
    return redirect("advice:brief", pk)
