"""One finding for a whole branch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.points import services
from zhibu.points.forms import BranchFindingForm
from zhibu.points.queries import recording


@require_safe
def choose(request: HttpRequest) -> HttpResponse:
    """In which branch."""
    found = recording.recordable_branches(signed_in(request), at=now())
    return render(request, "points/record_branches.html", {"branches": found})


@require_http_methods(["GET", "POST"])
def record(request: HttpRequest, branch_id: int) -> HttpResponse:
    """Which finding, and for whom: everybody is ticked, take off who is not meant."""
    viewer, at = signed_in(request), now()
    page = recording.branch_page(viewer, branch_id, at=at)
    form = BranchFindingForm(request.POST or None, page=page)
    if form.is_valid():
        count = services.record_for_branch(viewer, branch_id=branch_id, at=at, **form.cleaned_data)
        messages.success(request, _("已为 %(count)s 位同志记录。") % {"count": count})
        return redirect("points:record")
    context = {"page": page, "form": form}
    return render(request, "points/record.html", context, status=422 if form.is_bound else 200)
