"""The list of groups, and what a group is: its people, its settings, its record."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhibu.groups.forms import GroupForm, NameForm, RobotForm
from zhibu.groups.queries import export
from zhibu.groups.queries import groups as queries
from zhibu.groups.services import owning
from zhibu.groups.services import robots as robot_services
from zhibu.kernel.clock import now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """My groups, the liveliest first."""
    return render(request, "groups/index.html", queries.overview(signed_in(request), at=now()))


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Start a free group."""
    viewer, form = signed_in(request), GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        group = owning.start_group(viewer, at=now(), **form.cleaned_data)
        return redirect("groups:about", group.pk)
    return render(request, "groups/new.html", {"form": form})


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Come into a group one was asked into, or not."""
    accept = request.POST.get("accept") == "1"
    group = owning.answer_invitation(signed_in(request), invitation_id=pk, accept=accept, at=now())
    return redirect("groups:conversation", group.pk) if accept else redirect("groups:index")


def _about(request: HttpRequest, pk: int, **more: Any) -> HttpResponse:
    page = queries.about(signed_in(request), pk, at=now())
    forms = {"invite_form": NameForm(), "robot_form": RobotForm()}
    return render(request, "groups/about.html", page | forms | more, status=422 if "faulty" in more else 200)


@require_GET
def about(request: HttpRequest, pk: int) -> HttpResponse:
    """People and settings."""
    return _about(request, pk)


@require_POST
def mute(request: HttpRequest, pk: int) -> HttpResponse:
    """Mentions in this group stay in the group."""
    owning.mute(signed_in(request), group_id=pk, muted=request.POST.get("muted") == "1")
    return redirect("groups:about", pk)


@require_POST
def settings(request: HttpRequest, pk: int) -> HttpResponse:
    """Who may speak."""
    on = request.POST.get("announcements_only") == "1"
    owning.set_announcements_only(signed_in(request), group_id=pk, on=on, at=now())
    return redirect("groups:about", pk)


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask somebody in."""
    form = NameForm(request.POST)
    if not form.is_valid():
        return _about(request, pk, invite_form=form, faulty=True)
    owning.invite(signed_in(request), group_id=pk, name=form.cleaned_data["name"], at=now())
    return redirect("groups:about", pk)


@require_POST
def leave(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a free group."""
    owning.leave_group(signed_in(request), group_id=pk, at=now())
    return redirect("groups:index")


@require_POST
def hand_over(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Another owner."""
    owning.hand_over(signed_in(request), group_id=pk, person_id=person, at=now())
    return redirect("groups:about", pk)


@require_POST
def remove(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Ask somebody out of a free group."""
    owning.remove_person(signed_in(request), group_id=pk, person_id=person, at=now())
    return redirect("groups:about", pk)


@require_POST
def robots(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a robot; its address is shown this once."""
    form = RobotForm(request.POST)
    if not form.is_valid():
        return _about(request, pk, robot_form=form, faulty=True)
    robot, token = robot_services.make_robot(signed_in(request), group_id=pk, name=form.cleaned_data["name"], at=now())
    return render(request, "groups/robot.html", {"robot": robot, "token": token, "group": robot.group})


@require_POST
def end_robot(request: HttpRequest, pk: int) -> HttpResponse:
    """End a robot."""
    robot = robot_services.end_robot(signed_in(request), robot_id=pk, at=now())
    return redirect("groups:about", robot.group_id)


@require_GET
def record_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The record for the archive, for programs."""
    content = export.as_json(signed_in(request), pk, at=now())
    return attachment(content, name=f"group-{pk}.json", content_type="application/json")


@require_GET
def record_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The record on paper."""
    content = export.as_pdf(signed_in(request), pk, at=now())
    return attachment(content, name=f"group-{pk}.pdf", content_type="application/pdf")
