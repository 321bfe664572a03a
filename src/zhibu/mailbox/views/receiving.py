"""Key holders read and answer. Pages carry cipher text; their scripts open it."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import signed_in
from zhibu.mailbox import services
from zhibu.mailbox.enums import TOLD, Side
from zhibu.mailbox.forms import body_of, notes_key_of, sealed_of
from zhibu.mailbox.queries import boxes, keys, letters
from zhibu.mailbox.views.page import sealing_page


@require_safe
@sealing_page
def inbox(request: HttpRequest) -> HttpResponse:
    """Letters that have come to the viewer, the most pressing first."""
    viewer = signed_in(request)
    boxes.need_holder(viewer)
    today = local_date(now())
    rows = [(letter, letters.late(letter, today)) for letter in letters.letters(viewer)[:100]]
    context = {
        "rows": rows, "today": today, "boxes": boxes.own_boxes(viewer), "has_key": bool(keys.ring(viewer)),
    }  # fmt: skip
    return render(request, "mailbox/inbox.html", context)


@require_safe
@sealing_page
def letter(request: HttpRequest, number: str) -> HttpResponse:
    """A letter's page, locked until the holder's passphrase opens it in his browser."""
    viewer = signed_in(request)
    found = letters.get_letter(viewer, number)
    context = {
        "letter": found, "ring": {"keys": keys.ring(viewer), "urls": _urls(number)}, "steps": letters.steps(found),
        "told": [(state.value, state.label) for state in TOLD], "late": letters.late(found, local_date(now())),
    }  # fmt: skip
    return render(request, "mailbox/letter.html", context)


def _urls(number: str) -> dict[str, str]:
    """Where the page's script asks."""
    own = {name: reverse(f"mailbox:{name}", args=[number]) for name in ("open", "reply", "note", "mark", "close")}
    return own | {"file": reverse("mailbox:letter-file", args=[number, 0])}


@require_POST
@sealing_page
def opened(request: HttpRequest, number: str) -> HttpResponse:
    """Everything sealed of a letter; asking for it is audited."""
    return JsonResponse(services.open_letter(signed_in(request), number=number, at=now()))


@require_safe
@sealing_page
def letter_file(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A sealed file of a letter."""
    found = letters.get_letter(signed_in(request), number)
    return HttpResponse(letters.sealed_file(found, pk, *Side.values), content_type="application/octet-stream")


@require_POST
@sealing_page
def reply(request: HttpRequest, number: str) -> HttpResponse:
    """A sealed answer to the writer."""
    body = body_of(request)
    services.reply_letter(signed_in(request), number=number, message=sealed_of(request, body), at=now())
    return JsonResponse({})


@require_POST
@sealing_page
def note(request: HttpRequest, number: str) -> HttpResponse:
    """A sealed note for key holders."""
    viewer, body = signed_in(request), body_of(request)
    message, notes_key = sealed_of(request, body), notes_key_of(body)
    services.note_letter(viewer, number=number, message=message, notes_key=notes_key, at=now())
    return JsonResponse({})


@require_POST
@sealing_page
def mark(request: HttpRequest, number: str) -> HttpResponse:
    """Say where it stands."""
    state = str(body_of(request).get("state", ""))
    services.mark_letter(signed_in(request), number=number, state=state, at=now())
    return JsonResponse({})


@require_POST
@sealing_page
def close(request: HttpRequest, number: str) -> HttpResponse:
    """End with a sealed finding."""
    body = body_of(request)
    services.close_letter(signed_in(request), number=number, message=sealed_of(request, body), at=now())
    return JsonResponse({})
