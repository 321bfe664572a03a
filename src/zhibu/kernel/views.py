"""Error pages in plain words, the display wishes, the style guide."""

import sys

from django.conf import settings
from django.contrib import messages
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zhibu.kernel import context, styleguide
from zhibu.kernel.errors import Busy, NotFound
from zhibu.kernel.forms import DisplayForm
from zhibu.kernel.middleware import refusal_response

ONE_YEAR = 365 * 24 * 3600


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old or came from elsewhere."""
    return render(request, "kernel/errors/csrf.html", status=403)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The browser sent something that cannot be read."""
    return render(request, "kernel/errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not allowed."""
    return render(request, "kernel/errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """No such page, or not yours."""
    return render(request, "kernel/errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours; or the database went away before the view, where no other hand can catch it."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return refusal_response(request, Busy())
    return render(request, "kernel/errors/500.html", status=500)


@require_http_methods(["GET", "POST"])
def display(request: HttpRequest) -> HttpResponse:
    """Elder mode, text size, colours and language of this browser; works without JavaScript and without login."""
    form = DisplayForm(request.POST or None, initial=context.wishes(request) | {"language": get_language()})
    if request.method != "POST" or not form.is_valid():
        return render(request, "kernel/display.html", {"form": form}, status=422 if form.is_bound else 200)
    response = redirect(_next(request))
    for name, value in form.as_cookies().items():
        response.set_cookie(name, value, max_age=ONE_YEAR, samesite="Lax", httponly=True, secure=settings.SECURE)
    messages.success(request, _("显示设置已保存。"))
    return response


def _next(request: HttpRequest) -> str:
    target = request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}) else request.path


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Every component on one page, for those who build pages; members never meet it."""
    if not (settings.DEBUG or getattr(request.user, "is_staff", False)):
        raise NotFound
    return render(request, "kernel/styleguide.html", styleguide.examples(request))
