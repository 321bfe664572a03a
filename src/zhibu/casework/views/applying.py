"""A case of one's own: look it over, put papers in, send it, supply, take it back, evaluate."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.casework import services
from zhibu.casework.forms.answers import AnswerForm
from zhibu.casework.forms.handling import RateForm, uuid_of
from zhibu.casework.queries import cases, matters, page
from zhibu.drive.errors import FileEmpty
from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in


@require_safe
@never_cache
def check(request: HttpRequest, pk: int) -> HttpResponse:
    """Before it is sent: what was filled in, the papers, one button."""
    viewer, at = signed_in(request), now()
    case = cases.get_case(viewer, pk, to="own")
    if case.state not in ("draft", "asked"):
        return redirect("casework:case", pk)
    context = page.page_of(viewer, case, at=at) | {"at": at, "newer": page.newer(case)}
    return render(request, "casework/check.html", context)


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the answers while it is the applicant's turn."""
    viewer = signed_in(request)
    case = cases.get_case(viewer, pk, to="own")
    shape = case.version.shape
    before: dict[str, Any] = {"answers": case.answers, "about": case.about_name, "for_others": shape.for_others}
    before |= {"consents": shape.consents, "offered": matters.offered(viewer, shape, at=now())}
    form = AnswerForm(request.POST or None, asked=shape.fields, **before)
    if form.is_valid():
        services.fill_in(viewer, case_id=pk, answers=form.answers, about=form.about, at=now())
        return redirect("casework:check", pk)
    context = {"form": form, "version": case.version, "shape": shape, "case": case}
    return render(request, "casework/apply.html", context, status=422 if form.is_bound else 200)


@require_POST
def put_in(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """A file to one of the papers."""
    upload = request.FILES.get("file")
    if upload is None:
        raise FileEmpty
    key = uuid_of(request.POST.get("key", ""))
    services.put_in(signed_in(request), case_id=pk, code=code, upload=upload, key=key, at=now())
    messages.success(request, _("材料已放好。"))
    return redirect("casework:check", pk)


@require_POST
def take_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file out."""
    case = services.take_out(signed_in(request), material_id=pk, at=now())
    return redirect("casework:check", case.pk)


@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it."""
    services.submit(signed_in(request), case_id=pk, at=now())
    messages.success(request, _("已提交。办到哪一步，这里随时能看。"))
    return redirect("casework:case", pk)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it back."""
    services.withdraw(signed_in(request), case_id=pk, at=now())
    messages.success(request, _("已撤回。需要时可以重新申请。"))
    return redirect("casework:case", pk)


@require_POST
def rate(request: HttpRequest, pk: int) -> HttpResponse:
    """Evaluate."""
    form = RateForm(request.POST)
    form.full_clean()
    stars, words = form.cleaned_data.get("stars", 0), form.cleaned_data.get("words", "")
    services.rate(signed_in(request), case_id=pk, stars=stars, words=words, at=now())
    messages.success(request, _("谢谢您的评价。"))
    return redirect("casework:case", pk)
