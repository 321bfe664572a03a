"""For members: what is on, a round, a question, the result, what one has still to learn."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.quiz.forms import AnswerForm
from zhibu.quiz.queries import pages, play, review
from zhibu.quiz.services import answering, joining
from zhibu.quiz.services import review as learning


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Rounds on and ahead, past ones, one's own list of questions to learn."""
    return render(request, "quiz/index.html", pages.index(signed_in(request), at=now()))


@require_safe
def fairness(request: HttpRequest) -> HttpResponse:
    """How it is decided who was first, in plain words."""
    signed_in(request)
    return render(request, "quiz/fairness.html")


@never_cache
@require_safe
def round_page(request: HttpRequest, pk: int) -> HttpResponse:
    """A round as it concerns the viewer now: enter, wait, play, next question of a window, or the result."""
    viewer, at = signed_in(request), now()
    page = pages.round_page(viewer, pk, at=at)
    return render(request, f"quiz/{page['part']}.html", page | {"at": at})


@require_POST
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """Come in."""
    joining.join(signed_in(request), round_id=pk, at=now())
    return redirect("quiz:round", pk)


@never_cache
@require_safe
def state(request: HttpRequest, pk: int) -> JsonResponse:
    """Everything a playing page needs after loading or a reconnect."""
    return JsonResponse(play.state(signed_in(request), pk, at=now()))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A question as an ordinary form; it works in a window, and in the common sitting without JavaScript."""
    viewer, at = signed_in(request), now()
    asked = answering.open_question(viewer, round_id=pk, number=number, at=at)
    form = AnswerForm(request.POST or None, sheet=asked.sheet)
    if request.method == "POST" and form.is_valid():
        given = {"value": form.value, "key": form.cleaned_data["key"], "claim": form.claim_us}
        answering.answer(viewer, round_id=pk, number=number, at=at, **given)
        return redirect("quiz:round", pk)
    context = pages.question_page(viewer, asked, at=at) | {"form": form}
    return render(request, "quiz/question.html", context, status=422 if form.is_bound else 200)


@never_cache
@require_safe
def without_script(request: HttpRequest, pk: int) -> HttpResponse:
    """The question that is open in the common sitting, as a form; or the page that says to wait."""
    number = pages.open_now(signed_in(request), pk, at=now())
    return redirect("quiz:question", pk, number) if number else redirect("quiz:round", pk)


@require_safe
def result(request: HttpRequest, pk: int) -> HttpResponse:
    """Who was first, what was right, and one's own answers."""
    return render(request, "quiz/result.html", {"result": review.result(signed_in(request), pk)})


@require_safe
def missed(request: HttpRequest) -> HttpResponse:
    """One's own wrong questions, until one knows them."""
    return render(request, "quiz/missed.html", {"rows": review.missed_sheets(signed_in(request))})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def practise(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A question again, without clock and without anybody watching; the explanation follows at once."""
    viewer = signed_in(request)
    asked = review.practice_question(viewer, pk, number)
    form = AnswerForm(request.POST or None, sheet=asked.sheet)
    verdict = None
    if request.method == "POST" and form.is_valid():
        verdict = learning.practise(viewer, round_id=pk, number=number, value=form.value, at=now())
    context = {"form": form, "question": asked, "verdict": verdict, "next": review.next_number(asked)}
    return render(request, "quiz/practise.html", context, status=422 if form.is_bound and not verdict else 200)
