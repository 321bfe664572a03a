"""The bank, a question, writing one, and the review."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.questions import services
from zhibu.questions.enums import Kind
from zhibu.questions.forms import FilterForm, ReviewForm, form_of, initial_of
from zhibu.questions.queries import bank as queries


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The bank, narrowed as wished."""
    viewer = signed_in(request)
    queries.banks(viewer)
    form = FilterForm(request.GET)
    rows = queries.search(viewer, form.wanted()).prefetch_related("tags")
    context = {
        "page": Paginator(rows, 30).get_page(request.GET.get("page")),
        "form": form,
        "tags": queries.tags_of(viewer),
        "waiting": queries.waiting(viewer).count(),
    }
    return render(request, "questions/index.html", context)


@require_safe
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """One version with its answer, and what can be done."""
    viewer = signed_in(request)
    found = queries.get_question(viewer, pk)
    context = {
        "question": found,
        "versions": queries.versions_of(viewer, found),
        "alike": queries.alike(found),
        "keeps": queries.bank(viewer, to="keep").filter(pk=pk).exists(),
        "is_own": found.written_by_id == viewer.person_id,
    }
    return render(request, "questions/question.html", context)


@require_safe
def kinds(request: HttpRequest) -> HttpResponse:
    """Choose a kind first."""
    queries.banks(signed_in(request))
    return render(request, "questions/kinds.html", {"kinds": Kind.choices})


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, kind: str) -> HttpResponse:
    """Write a question of a kind."""
    viewer = signed_in(request)
    form = form_of(kind)(request.POST or None, banks=queries.banks(viewer))
    if form.is_valid():
        where, key = form.cleaned_data["organisation_id"], form.cleaned_data["key"]
        made = services.write_question(viewer, organisation_id=where, draft=form.draft, key=key, at=now())
        return redirect("questions:question", made.pk)
    context = {"form": form, "kind": Kind(kind).label}
    return render(request, "questions/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a draft, or begin the next version."""
    viewer = signed_in(request)
    found = queries.get_question(viewer, pk, to="keep")
    form = form_of(found.kind)(request.POST or None, initial=initial_of(found))
    if form.is_valid():
        made = services.edit_question(viewer, question_id=pk, draft=form.draft, at=now())
        messages.success(request, _("已保存，等另一位同志审核后就能使用。"))
        return redirect("questions:question", made.pk)
    context = {"form": form, "question": found, "kind": found.get_kind_display()}
    return render(request, "questions/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest) -> HttpResponse:
    """Drafts of others, decided several at once."""
    viewer = signed_in(request)
    queries.banks(viewer)
    waiting = list(queries.waiting(viewer)[:100])
    form = ReviewForm(request.POST or None, ids=[one.pk for one in waiting])
    if form.is_valid():
        count = services.review_questions(viewer, at=now(), **form.cleaned_data)
        messages.success(request, _("已办理 %(n)d 道题。") % {"n": count})
        return redirect("questions:review")
    context = {"waiting": waiting, "form": form}
    return render(request, "questions/review.html", context, status=422 if form.is_bound else 200)


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one question into use or send it back."""
    approve, remark = request.POST.get("approve") == "yes", request.POST.get("remark", "")[:300]
    services.review_question(signed_in(request), question_id=pk, approve=approve, remark=remark, at=now())
    return redirect("questions:question", pk)


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one away."""
    remark = request.POST.get("remark", "")[:300]
    services.retire_question(signed_in(request), question_id=pk, remark=remark, at=now())
    return redirect("questions:question", pk)
