"""For hosts: a round from the first field to the published result, the projector, the standing evening."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.pictures import qr
from zhibu.kernel.viewer import signed_in
from zhibu.quiz import queries
from zhibu.quiz.forms import ChangeRoundForm, ChooseForm, EveningForm, PickForm, RoundForm, fresh
from zhibu.quiz.queries import pages
from zhibu.quiz.services import evenings, rounds

STEPS = {
    "seal": rounds.seal_round, "unseal": rounds.unseal_round, "begin": rounds.begin_now,
    "cancel": rounds.cancel_round, "publish": rounds.publish_round,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new round."""
    viewer = signed_in(request)
    form = RoundForm(request.POST or None, organisations=pages.my_organisations(viewer), initial=fresh(now()))
    if request.method == "POST" and form.is_valid():
        order = {"organisation_id": form.cleaned_data["organisation"], "key": form.cleaned_data["key"]}
        made = rounds.create_round(viewer, plan=form.to_plan(), at=now(), **order)
        return redirect("quiz:questions", made.pk)
    return render(request, "quiz/form.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a round that is not sealed."""
    viewer = signed_in(request)
    found = queries.get_round(viewer, pk, to="host")
    form = ChangeRoundForm(request.POST or None, round_=found)
    if request.method == "POST" and form.is_valid():
        rounds.change_round(viewer, round_id=pk, plan=form.to_plan(), at=now())
        return redirect("quiz:host", pk)
    return render(request, "quiz/form.html", {"form": form, "round": found}, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def host(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a round stands and what its host may do next."""
    return render(request, "quiz/host.html", pages.host_page(signed_in(request), pk, at=now()))


@require_http_methods(["GET", "HEAD", "POST"])
def questions(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose questions by hand."""
    viewer = signed_in(request)
    page = pages.choosing(viewer, pk, tags=tuple(request.GET.get("tags", "").split()))
    form = ChooseForm(request.POST or None, choices=page["choices"], chosen=page["chosen"])
    if request.method == "POST" and form.is_valid():
        rounds.choose_questions(viewer, round_id=pk, question_ids=form.cleaned_data["question"], at=now())
        return redirect("quiz:host", pk)
    context = page | {"form": form, "pick": PickForm()}
    return render(request, "quiz/questions.html", context, status=422 if form.is_bound else 200)


@require_POST
def pick(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the rule choose; every time anew."""
    viewer, form, at = signed_in(request), PickForm(request.POST), now()
    if form.is_valid():
        data = form.cleaned_data | {"tags": tuple(form.cleaned_data["tags"].split())}
        rounds.pick_questions(viewer, round_id=pk, seed=f"{pk}:{at.timestamp()}", at=at, **data)
    return redirect("quiz:host", pk)


@require_POST
def step(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """Seal, take back, begin, cancel, publish."""
    STEPS[verb](signed_in(request), round_id=pk, at=now())
    return redirect("quiz:host", pk)


@never_cache
@require_safe
def screen(request: HttpRequest, pk: int) -> HttpResponse:
    """The projector."""
    found = queries.get_round(signed_in(request), pk, to="host")
    address = request.build_absolute_uri(reverse("quiz:round", args=[pk]))
    context = {"round": found, "topics": [f"quiz.{pk}", f"quizhost.{pk}"], "address": address, "picture": qr(address)}
    return render(request, "quiz/screen.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def evening(request: HttpRequest) -> HttpResponse:
    """A round every evening."""
    viewer = signed_in(request)
    form = EveningForm(request.POST or None, organisations=pages.my_organisations(viewer))
    if request.method == "POST" and form.is_valid():
        organisation = form.cleaned_data["organisation"]
        evenings.set_evening(viewer, organisation_id=organisation, plan=form.to_plan(), at=now())
        return redirect("quiz:index")
    return render(request, "quiz/evening.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def stop_evening(request: HttpRequest, pk: int) -> HttpResponse:
    """No more rounds by themselves."""
    evenings.stop_evening(signed_in(request), evening_id=pk, at=now())
    return redirect("quiz:index")
