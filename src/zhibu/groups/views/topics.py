"""Topics of a group."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from zhibu.groups.forms import CloseTopicForm, TopicForm
from zhibu.groups.queries import groups, messages
from zhibu.groups.services import topics as services
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, pk: int) -> HttpResponse:
    """The topics of a group, and opening one."""
    viewer, group = signed_in(request), groups.get_group(signed_in(request), pk)
    form = TopicForm(request.POST or None, leads=groups.may_lead(viewer, group))
    if request.method == "POST" and form.is_valid():
        topic = services.open_topic(viewer, group_id=pk, at=now(), **form.cleaned_data)
        return redirect(f"/groups/{pk}/?topic={topic.pk}")
    page = {"form": form, "group": group, "topics": messages.topics(group)[:50]}
    return render(request, "groups/topics.html", page, status=422 if request.method == "POST" else 200)


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A topic with its summary."""
    topic = messages.get_topic(signed_in(request), pk)
    leads = groups.may_lead(signed_in(request), topic.group)
    return render(request, "groups/topic.html", {"topic": topic, "group": topic.group, "leads": leads})


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Sum up and end a topic."""
    topic = messages.get_topic(signed_in(request), pk, to="lead")
    form = CloseTopicForm(request.POST or None, people=list(groups.people_of(topic.group)))
    if request.method == "POST" and form.is_valid():
        services.close_topic(signed_in(request), topic_id=pk, at=now(), **form.cleaned_data)
        return redirect("groups:topic", pk)
    page = {"form": form, "topic": topic, "group": topic.group}
    return render(request, "groups/close_topic.html", page, status=422 if request.method == "POST" else 200)
