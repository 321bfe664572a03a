"""The book of an organisation, sheets up the tree, uses, and the yearly publication."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.dues import services
from zhibu.dues.forms import DepositForm, PeriodForm, UseForm, YearForm
from zhibu.dues.queries import books, collecting, papers, remitting
from zhibu.dues.queries.people import collected
from zhibu.dues.services import moving
from zhibu.dues.views.page import form_page
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in


@require_safe
def book(request: HttpRequest, pk: int) -> HttpResponse:
    """Money held, what came and went, decisions and sheets."""
    viewer, at = signed_in(request), now()
    node = collected(viewer, pk)
    year = collecting.year_asked(request.GET.get("year", ""), local_date(at))
    page = collecting.book_page(viewer, node, year, page=request.GET.get("page"))
    return render(request, "dues/book.html", page | {"publish": YearForm(today=local_date(at))})


@require_http_methods(["GET", "POST"])
def deposit(request: HttpRequest, pk: int) -> HttpResponse:
    """Cash to the bank, interest, what was there before."""
    viewer, at = signed_in(request), now()
    node = collected(viewer, pk)
    form = DepositForm(request.POST or None, initial={"on": local_date(at)})
    if form.is_valid():
        moving.move(viewer, organisation_id=node.pk, at=at, **form.cleaned_data)
        return redirect("dues:book", pk)
    back = reverse("dues:book", args=[pk])
    return form_page(request, form, heading=_("登记存款和利息"), verb=_("入账"), back=back, lead=node.short_name)


@require_http_methods(["GET", "POST"])
def decide_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what a meeting decided."""
    viewer, at = signed_in(request), now()
    node = collected(viewer, pk)
    form = UseForm(request.POST or None, initial={"decided_on": local_date(at)})
    if form.is_valid():
        services.decide_use(viewer, organisation_id=node.pk, at=at, **form.decision())
        messages.success(request, _("已登记，由另一位同志支付。"))
        return redirect("dues:book", pk)
    lead, back = _("使用党费要集体讨论决定，不能由个人说了算。"), reverse("dues:book", args=[pk])
    return form_page(request, form, heading=_("登记使用党费的决定"), verb=_("登记"), back=back, lead=lead)


@require_POST
def pay_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Another person pays."""
    done = services.pay_use(signed_in(request), use_id=pk, at=now())
    return redirect("dues:book", done.organisation_id)


@require_POST
def cancel_use(request: HttpRequest, pk: int) -> HttpResponse:
    """Not carried out."""
    done = services.cancel_use(signed_in(request), use_id=pk, at=now())
    return redirect("dues:book", done.organisation_id)


@require_http_methods(["GET", "POST"])
def remit(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw a sheet up the tree."""
    viewer, at = signed_in(request), now()
    node = collected(viewer, pk)
    form = PeriodForm(request.POST or None, initial=collecting.last_quarter(local_date(at)))
    if form.is_valid():
        made = services.draw_remittance(viewer, organisation_id=node.pk, at=at, **form.cleaned_data)
        return redirect("dues:remittance", made.pk)
    lead, back = _("按上级规定的比例，从已收到的党费里算出上缴数。"), reverse("dues:book", args=[pk])
    return form_page(request, form, heading=_("制作上缴单"), verb=_("制单"), back=back, lead=lead)


@require_safe
def remittance(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet and where it stands."""
    viewer = signed_in(request)
    found = remitting.get_remittance(viewer, pk)
    return render(request, "dues/remittance.html", {"one": found, **collecting.remittance_page(viewer, found)})


@require_safe
def remittance_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    found = remitting.get_remittance(signed_in(request), pk)
    name = f"{found.organisation.short_name}_{_('党费上缴单')}_{found.first_month:%Y%m}.pdf"
    return attachment(papers.remittance_pdf(found), name=name, content_type="application/pdf")


@require_POST
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """A second person pays it up."""
    services.send_remittance(signed_in(request), remittance_id=pk, at=now())
    return redirect("dues:remittance", pk)


@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """The level above has it."""
    services.receive_remittance(signed_in(request), remittance_id=pk, at=now())
    return redirect("dues:remittance", pk)


@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a year to the members."""
    at = now()
    form = YearForm(request.POST, today=local_date(at))
    year = form.cleaned_data["year"] if form.is_valid() else local_date(at).year
    made = services.publish_year(signed_in(request), organisation_id=pk, year=year, at=at)
    return redirect("dues:year", made.pk)


@require_safe
def years(request: HttpRequest) -> HttpResponse:
    """What was published."""
    return render(request, "dues/years.html", {"sheets": books.published(signed_in(request))[:100]})


@require_safe
def year(request: HttpRequest, pk: int) -> HttpResponse:
    """One year of one organisation."""
    found = books.get_published(signed_in(request), pk)
    return render(request, "dues/year.html", {"one": found, "rows": collecting.published_rows(found)})
