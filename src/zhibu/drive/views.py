"""One's own files, and the bytes of those one may read."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from zhibu.drive import queries, services
from zhibu.kernel.clock import now
from zhibu.kernel.printing import attachment
from zhibu.kernel.viewer import signed_in


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What I put there."""
    pages = Paginator(queries.my_files(signed_in(request)), 30)
    return render(request, "drive/mine.html", {"page": pages.get_page(request.GET.get("page"))})


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The file, to keep."""
    file, content = services.read_file(signed_in(request), file_id=pk)
    return _answer(content, file.content_type, file.name)


@require_GET
def small(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture's thumbnail."""
    file, content = services.read_file(signed_in(request), file_id=pk, thumbnail=True)
    return _answer(content, "image/jpeg" if file.thumbnail_as else file.content_type, file.name)


def _answer(content: bytes, kind: str, name: str) -> HttpResponse:
    """Always an attachment that runs nothing; the browser keeps it for its reader alone."""
    response = attachment(content, name=name, content_type=kind)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Take my file away."""
    services.delete_file(signed_in(request), file_id=pk, at=now())
    return redirect("drive:mine")
