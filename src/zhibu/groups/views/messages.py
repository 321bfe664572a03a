"""The conversation, and what may be done with a message."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from zhibu.groups.errors import NothingToSay
from zhibu.groups.forms import MessageForm, ReasonForm, TextForm
from zhibu.groups.queries import messages as queries
from zhibu.groups.services import changing, owning, posting, robots
from zhibu.kernel.clock import now
from zhibu.kernel.middleware import wants_json
from zhibu.kernel.viewer import signed_in


def _number(value: str | None) -> int | None:
    return int(value) if value and value.isdecimal() and len(value) < 19 else None


def _page(request: HttpRequest, pk: int) -> dict[str, Any]:
    asked = {name: _number(request.GET.get(name)) for name in ("topic", "before", "quote")}
    return queries.conversation(signed_in(request), pk, at=now(), **asked)


@require_GET
def conversation(request: HttpRequest, pk: int) -> HttpResponse:
    """What is said in a group. One's bookmark moves to the latest message."""
    page = _page(request, pk)
    form = MessageForm(initial={"quote": request.GET.get("quote"), "topic": request.GET.get("topic")})
    if page["lines"] and not page["before"]:
        owning.bookmark(signed_in(request), group_id=pk, message_id=page["lines"][-1].message.pk)
    return render(request, "groups/conversation.html", page | {"form": form})


@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Say something; by program the answer is the message."""
    form = MessageForm(request.POST, request.FILES)
    if not form.is_valid():
        if wants_json(request):
            return JsonResponse(form.refusal, status=422)
        return render(request, "groups/conversation.html", _page(request, pk) | {"form": form}, status=422)
    message = posting.say(signed_in(request), group_id=pk, at=now(), **form.said)
    if wants_json(request):
        return JsonResponse({"message": message})
    topic = f"?topic={form.said['topic_id']}" if form.said["topic_id"] else ""
    return redirect(f"/groups/{pk}/{topic}#m{message['id']}")


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The page has shown messages up to this one."""
    owning.bookmark(signed_in(request), group_id=pk, message_id=_number(request.POST.get("to")) or 0)
    return HttpResponse(status=204)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Find what was said in one's groups."""
    question, group = request.GET.get("q", "")[:60], _number(request.GET.get("group"))
    found = queries.search(signed_in(request), question=question, group_id=group)
    return render(request, "groups/search.html", {"found": found, "question": question, "group_id": group})


@require_GET
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with what may be done with it."""
    return render(request, "groups/message.html", queries.bubble(signed_in(request), pk, at=now()))


@require_GET
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One message as the conversation shows it."""
    return render(request, "groups/_line.html", queries.bubble(signed_in(request), pk, at=now()))


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one's text within two minutes."""
    message = queries.get_message(signed_in(request), pk, to="change")
    form = TextForm(request.POST or None, initial={"text": message.text})
    if request.method == "POST" and form.is_valid():
        changing.edit_message(signed_in(request), message_id=pk, text=form.cleaned_data["text"], at=now())
        return _back_to(message)
    return render(request, "groups/edit.html", {"form": form, "message": message, "group": message.group})


def _back_to(message: Any) -> HttpResponse:
    return redirect(f"/groups/{message.group_id}/#m{message.pk}")


@require_POST
def recall(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what one said."""
    return _back_to(changing.recall_message(signed_in(request), message_id=pk, at=now()))


@require_POST
def pin(request: HttpRequest, pk: int) -> HttpResponse:
    """Put on top, or take from there."""
    pinned = request.POST.get("pinned") == "1"
    return _back_to(changing.pin_message(signed_in(request), message_id=pk, pinned=pinned, at=now()))


@require_http_methods(["GET", "POST"])
def hide(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide with a reason."""
    message = queries.get_message(signed_in(request), pk, to="lead")
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        changing.hide_message(signed_in(request), message_id=pk, at=now(), **form.cleaned_data)
        return _back_to(message)
    return render(request, "groups/hide.html", {"form": form, "message": message, "group": message.group})


@require_POST
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """Undo the hiding."""
    return _back_to(changing.show_message(signed_in(request), message_id=pk, at=now()))


@csrf_exempt  # the token in the address stands for the robot; there is no session
@require_POST
def robot_says(request: HttpRequest, token: str) -> HttpResponse:
    """A program writes into its group: JSON {"text", "key"}."""
    try:
        body = json.loads(request.body)
        text, key = str(body["text"]), str(body["key"])
    except (ValueError, KeyError, TypeError, RecursionError) as unreadable:
        raise NothingToSay from unreadable
    return JsonResponse({"id": robots.say_as_robot(token, text=text, key=key, at=now())})
