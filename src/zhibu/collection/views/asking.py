"""Asking: the draft, what it would mean, sending, progress, results; the dictionary and the burden meter."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.collection import services
from zhibu.collection.enums import Audience, RequestState
from zhibu.collection.errors import ChangedMeanwhile, NotAnAsker
from zhibu.collection.forms.request import KeyForm, QuestionForm, ReasonForm, RequestForm, SendForm, initial_of
from zhibu.collection.queries import burden, reach, results
from zhibu.collection.queries.dictionary import by_heading, entries
from zhibu.collection.queries.figures import FIGURES
from zhibu.collection.queries.planning import plan
from zhibu.kernel.clock import SHANGHAI, local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import Viewer, signed_in

AFTER_WORK = time(18)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 100  # rows on the page; all of them in the workbook


def in_a_week(at: datetime) -> datetime:
    """The time that is proposed: after work, a week from now."""
    return datetime.combine(local_date(at) + timedelta(days=7), AFTER_WORK, SHANGHAI)


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, audience: str) -> HttpResponse:
    """Begin a request."""
    viewer = signed_in(request)
    if not (places := reach.asks_from(viewer)):
        raise NotAnAsker
    initial = {"due_at": in_a_week(now())}
    form = RequestForm(request.POST or None, audience=Audience(audience), places=places, initial=initial)
    if form.is_valid():
        made = services.draft_request(viewer, at=now(), **form.asked())
        return redirect("collection:request", made.pk)
    context = {"form": form, "audience": Audience(audience)}
    return render(request, "collection/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft."""
    viewer = signed_in(request)
    found = reach.get_request(viewer, pk, to="manage")
    form = RequestForm(request.POST or None, audience=found.audience, initial=initial_of(found))
    if form.is_valid():
        try:
            services.change_request(viewer, request_id=pk, at=now(), **form.changed())
            return redirect("collection:request", pk)
        except ChangedMeanwhile as changed:
            form.add_error(None, str(changed))
    context = {"form": form, "audience": Audience(found.audience), "asked": found}
    return render(request, "collection/edit.html", context, status=422 if form.is_bound else 200)


@require_safe
@never_cache
def asked(request: HttpRequest, pk: int) -> HttpResponse:
    """A request: as a draft what it would mean, afterwards how far it is."""
    viewer = signed_in(request)
    return render(request, "collection/request.html", _page(viewer, reach.get_request(viewer, pk)))


def _page(viewer: Viewer, found: Any, **more: Any) -> dict[str, Any]:
    at = now()
    page = {"asked": found, "at": at, "manages": reach.manages(viewer, found), "again_key": uuid4()}
    if found.state == RequestState.DRAFT:
        return page | {"plan": plan(found, at=at), "form": QuestionForm(), "send": SendForm()} | more
    return page | {
        "columns": results.columns(found), "progress": results.progress(found, viewer),
        "help": results.to_help(found, viewer),
    }  # fmt: skip


@require_POST
def add_question(request: HttpRequest, pk: int) -> HttpResponse:
    """A question more."""
    viewer, form = signed_in(request), QuestionForm(request.POST)
    found = reach.get_request(viewer, pk, to="manage")
    if form.is_valid():
        services.add_question(viewer, request_id=pk, **form.cleaned_data)
        return redirect("collection:request", pk)
    return render(request, "collection/request.html", _page(viewer, found, form=form), status=422)


@require_POST
def remove_question(request: HttpRequest, pk: int, question: int) -> HttpResponse:
    """A question less."""
    services.remove_question(signed_in(request), request_id=pk, question_id=question)
    return redirect("collection:request", pk)


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it."""
    form = SendForm(request.POST)
    reason = form.cleaned_data["over_reason"] if form.is_valid() else ""
    services.send_request(signed_in(request), request_id=pk, over_reason=reason, at=now())
    messages.success(request, _("已发出。平台已有的不问，只请还缺的同志补。"))
    return redirect("collection:request", pk)


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind those who have not answered."""
    told = services.remind(signed_in(request), request_id=pk, at=now())
    messages.success(request, _("已提醒 %(n)d 位。晚上九点到早上八点不会打扰。") % {"n": told})
    return redirect("collection:request", pk)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """End it."""
    services.close_request(signed_in(request), request_id=pk, at=now())
    messages.success(request, _("已结束。正在核对的会继续办完。"))
    return redirect("collection:request", pk)


@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw it away."""
    services.cancel_request(signed_in(request), request_id=pk, at=now())
    messages.success(request, _("已作废。"))
    return redirect("collection:index")


@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask the same again: a draft that offers what was answered."""
    form, at = KeyForm(request.POST), now()
    key = form.cleaned_data["key"] if form.is_valid() else uuid4()
    made = services.ask_again(signed_in(request), request_id=pk, key=key, due_at=in_a_week(at), at=at)
    return redirect("collection:request", made.pk)


@require_safe
@never_cache
def answers(request: HttpRequest, pk: int) -> HttpResponse:
    """The results as a table."""
    viewer, at = signed_in(request), now()
    found = reach.get_request(viewer, pk, to="manage")
    table = results.results(viewer, found, at=at, first=SHOWN)
    return render(request, "collection/results.html", {"asked": found, "table": table, "shown": SHOWN})


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The results as Excel."""
    content = services.export(signed_in(request), request_id=pk, at=now())
    return attachment(content, name=_("填报结果") + ".xlsx", content_type=XLSX)


@require_http_methods(["GET", "POST"])
@never_cache
def reveal(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """A sealed answer in clear, with a reason."""
    viewer, form = signed_in(request), ReasonForm(request.POST or None)
    found = reach.get_request(viewer, pk, to="manage")
    text = ""
    if form.is_valid():
        text = services.reveal_answer(viewer, request_id=pk, item_id=item, at=now(), **form.cleaned_data)
    return render(request, "collection/reveal.html", {"form": form, "asked": found, "text": text})


@require_safe
def dictionary(request: HttpRequest) -> HttpResponse:
    """Every item: where it comes from, its class, who confirms it, for how long that is good."""
    signed_in(request)
    context = {"headings": by_heading(entries()), "figures": FIGURES.values()}
    return render(request, "collection/dictionary.html", context)


@require_safe
def load(request: HttpRequest) -> HttpResponse:
    """The burden meter."""
    return render(request, "collection/burden.html", {"meter": burden.meter(signed_in(request), at=now())})
