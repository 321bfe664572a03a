"""The audit log, for the audit administrator."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from zhibu.audit import queries, services
from zhibu.audit.forms import SearchForm
from zhibu.kernel.clock import SHANGHAI, now
from zhibu.kernel.viewer import signed_in

FORMULA = ("=", "+", "-", "@", "\t", "\r")


@require_safe
def log(request: HttpRequest) -> HttpResponse:
    """Rows, newest first, as narrowed."""
    viewer = signed_in(request)
    form = SearchForm(request.GET, actions=queries.actions(viewer))
    page = Paginator(queries.rows(viewer, **form.wanted()), 50).get_page(request.GET.get("page"))
    return render(request, "audit/log.html", {"form": form, "page": page, "head": queries.head()})


@require_POST
def export(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as CSV, streamed; the export itself is written to the log."""
    viewer, at = signed_in(request), now()
    form = SearchForm(request.POST, actions=queries.actions(viewer))
    found = queries.rows(viewer, **form.wanted())
    services.record(viewer, action="audit.exported", at=at, query=form.in_words())
    headers = {"Content-Disposition": f'attachment; filename="audit-{at:%Y%m%d-%H%M}.csv"'}
    return StreamingHttpResponse(_lines(found.iterator()), content_type="text/csv; charset=utf-8", headers=headers)


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterator[Any]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    yield writer.writerow(["id", "at", "actor", "actor_id", "action", "subject", "reason", "detail", "what"])
    for row in rows:
        detail = json.dumps(row.detail, ensure_ascii=False, sort_keys=True)
        at = f"{row.at.astimezone(SHANGHAI):%Y-%m-%d %H:%M:%S}"
        cells = [
            row.pk,
            at,
            row.actor,
            row.actor_id or "",
            row.action,
            row.subject,
            row.reason,
            detail,
            row.action_label,
        ]
        yield writer.writerow([_text(cell) for cell in cells])


def _text(cell: object) -> object:
    """No cell begins a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
