"""The register of letters, a letter on paper, letters from outside, and the public check."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in
from zhibu.transfers import services
from zhibu.transfers.errors import NotACommittee
from zhibu.transfers.forms.registering import HeadForm, RegisterForm
from zhibu.transfers.queries import letters, papers
from zhibu.transfers.queries.parties import own_committee, receiving_branches


@require_safe
def register_of(request: HttpRequest) -> HttpResponse:
    """Every number that was given out."""
    viewer = signed_in(request)
    if own_committee(viewer) is None:
        raise NotACommittee
    return render(request, "transfers/letters.html", {"letters": letters.letters(viewer)[:200]})


@require_POST
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter as PDF."""
    found, content = services.read_letter(signed_in(request), letter_id=pk, at=now())
    address = request.build_absolute_uri(reverse("verify", args=[found.code]))
    sheet = papers.letter_pdf(found, content, address=address)
    return attachment(sheet, name=f"{found.number}.pdf", content_type="application/pdf")


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest) -> HttpResponse:
    """Register a letter from outside."""
    viewer, at = signed_in(request), now()
    if not receiving_branches(viewer):
        raise NotACommittee
    form = RegisterForm(request.POST or None, viewer=viewer, today=local_date(at))
    if form.is_valid():
        made = services.register_letter(viewer, at=at, **form.cleaned_data)
        messages.success(request, _("已登记，接收支部会收到消息。"))
        return redirect("transfers:transfer", made.pk)
    return render(request, "transfers/register.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def head(request: HttpRequest) -> HttpResponse:
    """What the committee's letters show."""
    viewer = signed_in(request)
    committee = own_committee(viewer)
    if committee is None:
        raise NotACommittee
    form = HeadForm(request.POST or None, initial=letters.head_of(committee.pk))
    if form.is_valid():
        services.change_head(viewer, committee_id=committee.pk, at=now(), **form.cleaned_data)
        messages.success(request, _("已保存，从下一封介绍信起使用。"))
        return redirect("transfers:letters")
    context = {"form": form, "committee": committee}
    return render(request, "transfers/head.html", context, status=422 if form.is_bound else 200)
