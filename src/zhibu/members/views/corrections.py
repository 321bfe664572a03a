"""Requests for correction that wait for an answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.members.enums import CorrectionState
from zhibu.members.forms.corrections import AnswerForm
from zhibu.members.queries import corrections as asked
from zhibu.members.services import corrections


def queue(request: HttpRequest) -> HttpResponse:
    """Waiting requests, the most urgent first; or those answered."""
    states = [CorrectionState.WAITING, CorrectionState.ACCEPTED, CorrectionState.DECLINED]
    state = next((state for state in states if state == request.GET.get("state")), CorrectionState.WAITING)
    page = Paginator(asked.corrections(signed_in(request), state=state), 30).get_page(request.GET.get("page"))
    page.object_list = asked.in_words(page.object_list)
    context = {"page": page, "state": state, "states": states, "today": local_date(now())}
    return render(request, "members/corrections/queue.html", context)


def correction(request: HttpRequest, pk: int) -> HttpResponse:
    """One request, and its answer."""
    viewer, form = signed_in(request), AnswerForm(request.POST or None)
    (row,) = asked.in_words([asked.get_correction(viewer, pk)])
    if request.method == "POST" and form.is_valid():
        corrections.answer(viewer, correction_id=pk, **form.cleaned_data, at=now())
        messages.success(request, _("已答复，结果会告诉本人。"))
        return redirect("members:corrections")
    return render(request, "members/corrections/correction.html", {"row": row, "form": form})
