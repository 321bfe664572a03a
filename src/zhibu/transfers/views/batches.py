"""Whole units: starting a list, its progress, receiving it, its sheets for the printer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in
from zhibu.transfers import services
from zhibu.transfers.errors import NotACommittee
from zhibu.transfers.forms.registering import BatchForm
from zhibu.transfers.queries import batches
from zhibu.transfers.queries.parties import may_start_for, receiving_branches


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Lists, and a form for another."""
    viewer = signed_in(request)
    if not may_start_for(viewer):
        raise NotACommittee
    form = BatchForm(request.POST or None, viewer=viewer) if receiving_branches(viewer) else None
    if form is not None and form.is_valid():
        site = request.build_absolute_uri("/").rstrip("/")
        made = services.start_batch(viewer, at=now(), site=site, **form.cleaned_data)
        return redirect("transfers:batch", made.pk)
    context = {"batches": batches.batches(viewer)[:50], "form": form}
    status = 422 if form is not None and form.is_bound else 200
    return render(request, "transfers/batches.html", context, status=status)


@require_safe
@never_cache
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One list."""
    return render(request, "transfers/batch.html", batches.page_of(signed_in(request), pk))


@require_safe
@never_cache
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of it that moves."""
    return render(request, "transfers/_batch.html", batches.page_of(signed_in(request), pk))


@require_POST
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    """Take everybody over."""
    services.receive_batch(signed_in(request), batch_id=pk, at=now())
    return redirect("transfers:batch", pk)


@require_POST
def sheets(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A file for the printer."""
    name, content = services.read_sheets(signed_in(request), batch_id=pk, number=number, at=now())
    return attachment(content, name=name, content_type="application/pdf")
