"""One's own record: everything held, opened on request, corrected on request, taken along."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment, pdf
from zhibu.kernel.viewer import Viewer, signed_in
from zhibu.members.forms.corrections import CorrectionForm, FieldForm
from zhibu.members.queries import corrections as asked
from zhibu.members.queries import records as held
from zhibu.members.rules.record import LABELS
from zhibu.members.services import corrections, export, reveal


@never_cache
def record(request: HttpRequest) -> HttpResponse:
    """My record."""
    return render(request, "members/me/record.html", _record(signed_in(request)))


def _record(viewer: Viewer, **opened: str) -> dict[str, Any]:
    person = held.own_person(viewer)
    return {
        "person": person,
        "sections": held.sections(person, today=local_date(now()), opened=opened),
        "posts": held.posts_of(person),
        "events": held.events_of(person),
        "reveals": held.reveals_of(person),
    }


@never_cache
@require_POST
def reveal_own(request: HttpRequest, field: str) -> HttpResponse:
    """One of my sealed fields in clear, on this page only."""
    viewer = signed_in(request)
    value = reveal.reveal_own(viewer, field=field, at=now())
    return render(request, "members/me/record.html", _record(viewer, **{field: value}))


@require_POST
def take_json(request: HttpRequest) -> HttpResponse:
    """My record as JSON."""
    copy = export.take_along(signed_in(request), form="json", at=now())
    headers = {"Content-Disposition": 'attachment; filename="my-record.json"', "Cache-Control": "no-store"}
    return JsonResponse(copy, json_dumps_params={"ensure_ascii": False, "indent": 2}, headers=headers)


@require_POST
def take_pdf(request: HttpRequest) -> HttpResponse:
    """My record on paper."""
    copy = export.take_along(signed_in(request), form="pdf", at=now())
    paper = pdf("members/paper/record.html", {"copy": copy, "labels": LABELS})
    return attachment(paper, name=_("我的档案") + ".pdf", content_type="application/pdf")


def corrections_asked(request: HttpRequest) -> HttpResponse:
    """What I asked to have corrected."""
    rows = asked.in_words(asked.own_corrections(signed_in(request))[:100])
    return render(request, "members/me/corrections.html", {"rows": rows})


def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a correction: first which item, then what it should say."""
    viewer, choice = signed_in(request), FieldForm(request.GET or None)
    if not choice.is_valid():
        return render(request, "members/me/choose_field.html", {"form": FieldForm()})
    field = choice.cleaned_data["field"]
    form = CorrectionForm(request.POST or None, field=field, today=local_date(now()))
    if request.method == "POST" and form.is_valid():
        request_made = corrections.ask(viewer, **form.request(), at=now())
        messages.success(request, _("已提交，最迟 %(day)s 答复您。") % {"day": request_made.due_on})
        return redirect("members:my-corrections")
    return render(request, "members/me/ask.html", {"form": form, "label": LABELS[field]})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a request back."""
    corrections.withdraw(signed_in(request), correction_id=pk, at=now())
    return redirect("members:my-corrections")
