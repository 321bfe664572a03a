"""The page of a case, the same address for everybody; the handler's desk and acts."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.casework import services
from zhibu.casework.errors import NoSuchCase
from zhibu.casework.forms.answers import AnswerForm
from zhibu.casework.forms.handling import PayForm, RateForm, number_of, said, uuid_of
from zhibu.casework.queries import cases, desks, page, papers
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in


@require_safe
@never_cache
def desk(request: HttpRequest) -> HttpResponse:
    """What waits, what is in hand, what is done."""
    viewer, tab = signed_in(request), request.GET.get("tab", "")
    if found := desks.sought(viewer, request.GET.get("number", "")):
        return redirect("casework:case", found.pk)
    context = {"today": local_date(now()), "tab": tab, "handles": desks.handles(viewer)}
    context |= desks.shelf(viewer, tab, after=request.GET.get("after", ""))
    return render(request, "casework/desk.html", context | {"number": request.GET.get("number", "")})


@require_safe
@never_cache
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Where it stands."""
    viewer, at = signed_in(request), now()
    found = cases.get_case(viewer, pk)
    context = page.page_of(viewer, found, at=at) | {"at": at, "rate_form": RateForm()}
    return render(request, "casework/case.html", context)


@require_POST
@never_cache
def opened(request: HttpRequest, pk: int) -> HttpResponse:
    """The same with class A in clear, which is logged."""
    viewer, at = signed_in(request), now()
    found = services.open_answers(viewer, case_id=pk, at=at)
    return render(request, "casework/case.html", page.page_of(viewer, found, at=at, opened=True) | {"at": at})


@require_POST
def say(request: HttpRequest, pk: int) -> HttpResponse:
    """A message."""
    key = uuid_of(request.POST.get("key", ""))
    services.say(signed_in(request), case_id=pk, words=said(request.POST), key=key, at=now())
    return redirect("casework:case", pk)


@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Take it."""
    services.take(signed_in(request), case_id=pk, at=now())
    messages.success(request, _("已接办，申请人会收到消息。"))
    return redirect("casework:case", pk)


@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it back."""
    services.release(signed_in(request), case_id=pk, at=now())
    messages.success(request, _("已放回，别的同志可以接办。"))
    return redirect("casework:desk")


ACTS = {"ask": services.ask_for_more, "back": services.send_back, "decline": services.decline}


@require_POST
def act(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """Ask, send back or decline, with words."""
    if what not in ACTS:
        raise NoSuchCase
    ACTS[what](signed_in(request), case_id=pk, words=said(request.POST), at=now())
    messages.success(request, _("已记下，对方会收到消息。"))
    return redirect("casework:case", pk)


@require_POST
def pass_step(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree and pass on."""
    step = number_of(request.POST.get("step", ""))
    services.pass_step(signed_in(request), case_id=pk, step=step, words=said(request.POST), at=now())
    messages.success(request, _("这一步办好了。"))
    return redirect("casework:case", pk)


@require_http_methods(["GET", "POST"])
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """What the step asks its handler to note."""
    viewer = signed_in(request)
    plan, answers = papers.step_of(cases.get_case(viewer, pk, to="handle"))
    form = AnswerForm(request.POST or None, asked=plan.fields, answers=answers)
    if form.is_valid():
        services.note_step(viewer, case_id=pk, answers=form.answers, at=now())
        return redirect("casework:case", pk)
    context = {"form": form, "heading": plan.label, "back": pk, "verb": _("登记")}
    return render(request, "casework/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, pk: int) -> HttpResponse:
    """Note what was given."""
    viewer = signed_in(request)
    cases.get_case(viewer, pk, to="handle")
    form = PayForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        services.pay(viewer, case_id=pk, at=now(), **form.cleaned_data)
        return redirect("casework:case", pk)
    context = {"form": form, "heading": _("登记款物"), "back": pk, "verb": _("登记"), "files": True}
    return render(request, "casework/form.html", context, status=422 if form.is_bound else 200)


@require_POST
def reverse_outlay(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a row back."""
    key = uuid_of(request.POST.get("key", ""))
    row = services.reverse_outlay(signed_in(request), outlay_id=pk, key=key, reason=said(request.POST), at=now())
    return redirect("casework:case", row.case_id)


@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as PDF."""
    found = papers.get_letter(signed_in(request), pk)
    address = request.build_absolute_uri(reverse("verify", args=[found.check_code]))
    sheet = services.on_paper(found, address=address)
    return attachment(sheet, name=f"{found.title}{found.number}.pdf", content_type="application/pdf")
