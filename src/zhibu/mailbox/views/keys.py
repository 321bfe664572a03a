"""A holder's keys, those of his fellows, and the terms of their mailboxes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.mailbox import services
from zhibu.mailbox.forms import BoxForm, body_of, seats_of, wrapped_of
from zhibu.mailbox.queries import boxes
from zhibu.mailbox.queries import keys as key_queries
from zhibu.mailbox.rules.codes import digits_of
from zhibu.mailbox.views.page import sealing_page
from zhibu.organisations.api import names


@require_safe
@sealing_page
def keys(request: HttpRequest) -> HttpResponse:
    """The viewer's keys and his fellows'."""
    viewer, today = signed_in(request), local_date(now())
    fellows = key_queries.people_with_keys(viewer, on=today)
    own = [(key, digits_of(key.public)) for key in key_queries.own_keys(viewer).filter(retired_at=None)]
    context = {
        "own": own, "fellows": fellows, "boxes": boxes.own_boxes(viewer),
        "ring": {"keys": key_queries.ring(viewer), "urls": _urls()},
    }  # fmt: skip
    return render(request, "mailbox/keys.html", context)


def _urls() -> dict[str, str]:
    """Where the page's script asks."""
    return {"make": reverse("mailbox:key-make"), "rewrap": reverse("mailbox:key-rewrap", args=[0])}


@require_POST
@sealing_page
def make(request: HttpRequest) -> HttpResponse:
    """Keep a key that the browser made."""
    body = body_of(request)
    public, wrapped = str(body.get("public", "")), wrapped_of(body)
    made = services.make_key(signed_in(request), public=public, wrapped=wrapped, at=now())
    return JsonResponse({"id": made.pk})


@require_POST
@sealing_page
def rewrap(request: HttpRequest, pk: int) -> HttpResponse:
    """Another passphrase for the same key."""
    services.rewrap_key(signed_in(request), key_id=pk, wrapped=wrapped_of(body_of(request)), at=now())
    return JsonResponse({})


@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The digits of a fellow's key are right."""
    key = services.confirm_key(signed_in(request), key_id=pk, at=now())
    messages.success(request, _("已核对。从现在起，新来信也会封给%(name)s。") % {"name": key.person.name})
    return redirect("mailbox:keys")


@require_POST
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Give up a key of one's own."""
    services.retire_key(signed_in(request), key_id=pk, at=now())
    messages.success(request, _("这把钥匙已停用。请重做一把，由另一位收信人核对后，把在办的信封给您。"))
    return redirect("mailbox:keys")


@require_http_methods(["GET", "POST"])
@sealing_page
def owed(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters that a fellow's key has no seat at; POST brings the seats."""
    viewer, at = signed_in(request), now()
    key = key_queries.get_fellow_key(viewer, pk, on=local_date(at))
    if request.method == "POST":
        done = services.seat_letters(viewer, key_id=pk, seats=seats_of(body_of(request)), at=at)
        return JsonResponse({"done": done})
    rows = key_queries.owed_to_seal(viewer, key, on=local_date(at))
    return JsonResponse({"key": key.pk, "public": key.public, "letters": rows})


@require_http_methods(["GET", "POST"])
def box(request: HttpRequest) -> HttpResponse:
    """Open a mailbox or change its terms."""
    viewer = signed_in(request)
    held = sorted(names(boxes.need_holder(viewer)).items())
    form = BoxForm(request.POST or None, held=held, initial=boxes.terms(viewer, request.GET.get("box", "")))
    if form.is_valid():
        services.open_box(viewer, at=now(), **form.cleaned_data)
        messages.success(request, _("信箱的设置已保存。"))
        return redirect("mailbox:keys")
    return render(request, "mailbox/box.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take no more letters."""
    services.close_box(signed_in(request), box_id=pk, at=now())
    messages.success(request, _("信箱已停用，在办的信照常办完。"))
    return redirect("mailbox:keys")
