"""The hall: what can be asked for, the guide of each, one's own cases."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.casework import services
from zhibu.casework.forms.answers import AnswerForm
from zhibu.casework.forms.handling import number_of, uuid_of
from zhibu.casework.queries import cases, desks, finder, matters
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The catalogue, what fits just now, and one's own cases that go on."""
    viewer, at = signed_in(request), now()
    context = {
        "at": at, "halls": matters.halls(viewer), "proposals": finder.proposals(viewer, at=at),
        "cases": cases.own_cases(viewer)[:5], "handles": desks.handles(viewer), "builds": matters.builds(viewer),
    }  # fmt: skip
    return render(request, "casework/index.html", context)


@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """All of one's own."""
    viewer = signed_in(request)
    return render(request, "casework/mine.html", {"at": now(), "cases": cases.own_cases(viewer)[:100]})


@require_safe
def matter(request: HttpRequest, code: str) -> HttpResponse:
    """The guide."""
    viewer, at = signed_in(request), now()
    version = matters.get_version(viewer, code)
    return render(request, "casework/matter.html", matters.guide_of(viewer, version, at=at) | {"at": at})


@require_http_methods(["GET", "POST"])
def apply(request: HttpRequest, code: str) -> HttpResponse:
    """The form. It names the version that it shows; what was typed is kept as a draft before anything else happens."""
    viewer = signed_in(request)
    version = matters.get_version(viewer, code, number=number_of(request.POST.get("version", "")))
    key, shape = uuid_of(request.POST.get("key", "")), version.shape
    wanted = set() if request.POST else {one.known for one in shape.fields}
    known = services.known_values(viewer, wanted=wanted, at=now())
    form = AnswerForm(request.POST or None, asked=shape.fields, known=known, for_others=shape.for_others)
    if form.is_valid():
        said: dict[str, Any] = {"answers": form.answers, "about": form.about, "at": now()}
        made = services.begin_case(viewer, code=code, number=version.number, key=key, **said)
        return redirect("casework:check", made.pk)
    context = {"form": form, "version": version, "shape": shape, "key": key if request.POST else uuid4()}
    return render(request, "casework/apply.html", context, status=422 if form.is_bound else 200)
