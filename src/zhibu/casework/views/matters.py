"""The hall: what can be asked for, the guide of each, one's own cases."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.casework import services
from zhibu.casework.forms.answers import AnswerForm
from zhibu.casework.forms.handling import number_of, uuid_of
from zhibu.casework.queries import cases, desks, entering, finder, matters
from zhibu.casework.rules.definition import Definition
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import Viewer, signed_in


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
    viewer, said = signed_in(request), request.POST
    version = matters.get_version(viewer, code, number=number_of(said.get("version", "")))
    key, shape = uuid_of(said.get("key", "")), version.shape
    whom = _whom(request, shape)
    known = {} if said else services.known_values(viewer, wanted=_known(shape), client=whom.person, at=now())
    form = AnswerForm(said or None, known=known, **_asked(viewer, shape))
    if form.is_valid():
        made = services.begin_case(viewer, code=code, number=version.number, key=key, at=now(), **_begun(form, whom))
        return redirect("casework:check", made.pk)
    context = {"form": form, "version": version, "shape": shape, "key": key, "whom": whom}
    context["enters"] = entering.enters(viewer, shape) and not said
    return render(request, "casework/apply.html", context, status=422 if form.is_bound else 200)


def _whom(request: HttpRequest, shape: Definition) -> entering.Choice:
    words, number = request.GET.get("for", ""), number_of(request.POST.get("client", ""))
    return entering.chosen(signed_in(request), shape, words=words if request.method == "GET" else "", person_id=number)


def _asked(viewer: Viewer, shape: Definition) -> dict[str, Any]:
    offered = matters.offered(viewer, shape, at=now())
    return {"asked": shape.fields, "for_others": shape.for_others, "consents": shape.consents, "offered": offered}


def _known(shape: Definition) -> set[str]:
    return {one.known for one in shape.fields}


def _begun(form: AnswerForm, whom: entering.Choice) -> dict[str, Any]:
    client = whom.person.pk if whom.person else None
    return {"answers": form.answers, "about": form.about, "client_id": client}
