"""Collecting: the branch sheet, money at the counter, requests and tasks."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.forms import FixedForm, RegisterForm
from zhibu.dues.queries import branch as sheets
from zhibu.dues.queries import collecting, papers
from zhibu.dues.queries.people import collected, member_of
from zhibu.dues.views.page import form_page
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in


@require_safe
def branches(request: HttpRequest) -> HttpResponse:
    """The branches I collect for, this month."""
    return render(request, "dues/branches.html", collecting.branches_page(signed_in(request), at=now()))


@require_safe
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """A branch's month: who owes, who has paid; never a base."""
    viewer, at = signed_in(request), now()
    node = collected(viewer, pk)
    month = collecting.month_asked(request.GET.get("month", ""), local_date(at))
    sheet = sheets.branch_sheet(node.pk, node.path, month)
    return render(request, "dues/branch.html", collecting.sheet_page(viewer, node, sheet, at=at))


@require_safe
def sheet_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    node = collected(signed_in(request), pk)
    month = collecting.month_asked(request.GET.get("month", ""), local_date(now()))
    sheet = sheets.branch_sheet(node.pk, node.path, month)
    name = f"{node.short_name}_{_('党费交纳登记表')}_{month:%Y%m}.pdf"
    return attachment(papers.sheet_pdf(node, sheet), name=name, content_type="application/pdf")


@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Write down money that a member handed in."""
    viewer, at = signed_in(request), now()
    node, membership = collected(viewer, pk), member_of(viewer, person)
    form = RegisterForm(request.POST or None, open_months=collecting.open_months(viewer, person),
                        initial={"received_on": local_date(at)})  # fmt: skip
    if form.is_valid():
        services.register_payment(viewer, person_id=person, at=at, **form.payment())
        messages.success(request, _("已登记，等另一位同志复核后入账。"))
        return redirect("dues:branch", node.pk)
    heading, back = _("登记线下交费：%(name)s") % {"name": membership.person.name}, reverse("dues:branch", args=[pk])
    return form_page(request, form, heading=heading, verb=_("登记"), back=back, lead=collecting.TWO_PEOPLE)


@require_http_methods(["GET", "POST"])
def fixed(request: HttpRequest, pk: int, person: int) -> HttpResponse:
    """Fix a sum that needs no base."""
    viewer, at = signed_in(request), now()
    node, membership = collected(viewer, pk), member_of(viewer, person)
    form = FixedForm(request.POST or None)
    if form.is_valid():
        services.assess_fixed(viewer, person_id=person, year=local_date(at).year, at=at, **form.cleaned_data)
        return redirect("dues:branch", node.pk)
    heading, back = _("按定额核定：%(name)s") % {"name": membership.person.name}, reverse("dues:branch", args=[pk])
    return form_page(request, form, heading=heading, verb=_("核定"), back=back, lead=collecting.FIXED_LEAD)


@require_safe
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a collector: second looks, requests, refunds, tasks."""
    return render(request, "dues/waiting.html", collecting.waiting_page(signed_in(request), at=now()))


@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """The second person."""
    services.confirm_payment(signed_in(request), number=number, at=now())
    messages.success(request, _("已复核入账，收据已开出。"))
    return redirect("dues:waiting")


@require_POST
def refund(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for money to go back."""
    reason = request.POST.get("reason", "")[:200]
    services.ask_refund(signed_in(request), number=number, reason=reason, at=now())
    messages.success(request, _("已登记退款，等另一位同志办理。"))
    return redirect("dues:order", number)


@require_POST
def give_back(request: HttpRequest, number: str) -> HttpResponse:
    """The second person lets it go."""
    services.finish_refund(signed_in(request), number=number, at=now())
    messages.success(request, _("已退款。"))
    return redirect("dues:order", number)


@require_POST
def finish_task(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done about arrears."""
    services.finish_task(signed_in(request), task_id=pk, note=request.POST.get("note", "")[:200], at=now())
    messages.success(request, _("已记下。"))
    return redirect("dues:waiting")
