"""What pages of the mailbox have in common: they leave no trace of who asked, and may run the sealing library."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from zhibu.kernel.middleware import SecurityHeadersMiddleware
from zhibu.mailbox.forms import InMemory

View = Callable[..., HttpResponse]
# libsodium is WebAssembly; this allows compiling it, and still no eval of text (docs/adr/0011-mailbox.md).
POLICY = f"{SecurityHeadersMiddleware.POLICY}; script-src 'self' 'wasm-unsafe-eval'"


def sealing_page(view: View) -> View:
    """A page with the sealing library, of which no copy is kept."""

    @never_cache
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Content-Security-Policy"] = POLICY
        return response

    return answer


def unlinked(view: View) -> View:
    """An address that knows nobody: scripts send no cookie to it, and without one there is no session to abuse, which
    is what the CSRF token guards against. No referrer is sent on; uploads stay in memory."""

    @csrf_exempt
    @sealing_page
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            request.upload_handlers = [InMemory(request)]
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"  # a browser then sends no origin either: for pages without tokens
        return response

    return answer
