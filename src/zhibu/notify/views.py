"""One's own messages."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from zhibu.kernel.clock import now
from zhibu.kernel.viewer import signed_in
from zhibu.notify import queries, services
from zhibu.notify.enums import Channel
from zhibu.notify.forms import WishForm


def box(request: HttpRequest) -> HttpResponse:
    """The messages, those to be dealt with first."""
    pages = Paginator(queries.messages(signed_in(request), at=now()), 30)
    return render(request, "notify/box.html", {"page": pages.get_page(request.GET.get("page"))})


@require_POST
def put_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Done with this one."""
    services.put_away(signed_in(request), message_id=pk, at=now())
    return redirect("notify:box")


def follow(request: HttpRequest, pk: int) -> HttpResponse:
    """To the page the message is about."""
    return redirect(queries.get_message(signed_in(request), pk, at=now()).url or "notify:box")


def wish(request: HttpRequest) -> HttpResponse:
    """By which other way messages should come."""
    viewer = signed_in(request)
    held = queries.wish(viewer, Channel.EMAIL)
    form = WishForm(request.POST or None, initial={"address": held.address if held else ""})
    if request.method == "POST" and form.is_valid():
        services.wish_email(viewer, address=form.cleaned_data["address"])
        return redirect("notify:wish")
    return render(request, "notify/wish.html", {"form": form, "held": held})
