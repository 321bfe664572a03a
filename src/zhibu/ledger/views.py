"""The record book, the time line, one entry, the balance."""

from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in
from zhibu.ledger import queries, services
from zhibu.ledger.forms import CorrectionForm, PeriodForm
from zhibu.ledger.queries import charts, sheets
from zhibu.ledger.rules import Period, quantity_text
from zhibu.members import api as members

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def books(request: HttpRequest) -> HttpResponse:
    """Whose books I may open."""
    return render(request, "ledger/books.html", {"organisations": queries.books(signed_in(request))})


def book(request: HttpRequest, pk: int) -> HttpResponse:
    """The record book of a period."""
    organisation = queries.get_book_organisation(signed_in(request), pk)
    form, period = _period(request)
    page = queries.book_page(organisation.path, period, page=request.GET.get("page"))
    context = {"organisation": organisation, "form": form, "period": period, "page": page}
    return render(request, "ledger/book.html", context)


def book_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The same on paper."""
    organisation = queries.get_book_organisation(signed_in(request), pk)
    period = _period(request)[1]
    name = _file_name(organisation.short_name, period, "pdf")
    return attachment(sheets.book_pdf(organisation, period), name=name, content_type=PDF)


def book_xlsx(request: HttpRequest, pk: int) -> HttpResponse:
    """The same as a workbook."""
    organisation = queries.get_book_organisation(signed_in(request), pk)
    period = _period(request)[1]
    name = _file_name(organisation.short_name, period, "xlsx")
    return attachment(sheets.book_xlsx(organisation, period), name=name, content_type=XLSX)


def _period(request: HttpRequest) -> tuple[PeriodForm, Period]:
    form = PeriodForm(request.GET)
    period = form.period(local_date(now()))
    if not form.is_valid():
        return form, period
    return PeriodForm(initial={"first": period.first, "last": period.last}), period


def _file_name(whose: str, period: Period, suffix: str) -> str:
    return f"{whose}_{_('记录本')}_{period.first:%Y%m%d}-{period.last:%Y%m%d}.{suffix}"


def my_time_line(request: HttpRequest) -> HttpResponse:
    """What is written down about me."""
    viewer = signed_in(request)
    return _time_line(request, viewer.person_id or 0, viewer.name)


def time_line(request: HttpRequest, person_id: int) -> HttpResponse:
    """What is written down about a member, for his officers."""
    person = members.get_person(signed_in(request), person_id)
    return _time_line(request, person.pk, person.name)


def _time_line(request: HttpRequest, person_id: int, name: str) -> HttpResponse:
    viewer, today = signed_in(request), local_date(now())
    page = Paginator(queries.time_line(viewer, person_id), 30).get_page(request.GET.get("page"))
    tally = queries.tally(viewer, person_id, period=Period(date(today.year, 1, 1), today))
    context = {"page": page, "tally": tally, "name": name, "mine": person_id == viewer.person_id, "year": today.year}
    return render(request, "ledger/time_line.html", context)


def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry: what stands behind it, what corrects it."""
    viewer = signed_in(request)
    found = queries.get_entry(viewer, pk)
    context = {"entry": found, "may_correct": queries.may_correct(viewer, found)}
    return render(request, "ledger/entry.html", context)


def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what is right, and why."""
    viewer = signed_in(request)
    found = queries.get_entry(viewer, pk, to="correct")
    initial = {"quantity": quantity_text(found.quantity), "mode": found.mode}
    form = CorrectionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        services.correct(viewer, entry_id=pk, at=now(), **form.correction())
        return redirect("ledger:entry", pk)
    return render(request, "ledger/correct.html", {"entry": found, "form": form})


def balance(request: HttpRequest, pk: int) -> HttpResponse:
    """Face to face and online, by month."""
    viewer, today = signed_in(request), local_date(now())
    organisation = queries.get_book_organisation(viewer, pk)
    months = queries.balance(viewer, path=organisation.path, up_to=today)
    context = {"organisation": organisation, "months": months, "chart": charts.balance_chart(months, today)}
    return render(request, "ledger/balance.html", context)


def counts(request: HttpRequest, pk: int) -> HttpResponse:
    """How much of what happened in a period, by kind and month."""
    viewer = signed_in(request)
    organisation = queries.get_book_organisation(viewer, pk)
    form, period = _period(request)
    table = queries.count_table(viewer, path=organisation.path, period=period)
    return render(request, "ledger/counts.html", {"organisation": organisation, "form": form, "table": table})
