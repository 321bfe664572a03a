"""Choosing a mailbox and writing a letter."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.errors import Refused
from zhibu.kernel.printing import attachment, pdf
from zhibu.mailbox import services
from zhibu.mailbox.forms import WriteForm, body_of, concerned_of, letter_of, plain_of, sealed_of, ticked_of
from zhibu.mailbox.queries import boxes, figures, proofs
from zhibu.mailbox.rules.codes import new_receipt, salt
from zhibu.mailbox.rules.routing import Ticked
from zhibu.mailbox.views.page import unlinked
from zhibu.members.api import address_of


@require_safe
@unlinked
def index(request: HttpRequest) -> HttpResponse:
    """The mailboxes, the way back with a receipt, and for holders their letters."""
    viewer = request.viewer  # type: ignore[attr-defined]
    context = {"boxes": boxes.open_boxes(), "holds": bool(boxes.held_organisations(viewer))}
    return render(request, "mailbox/index.html", context)


@require_safe
@unlinked
def how(request: HttpRequest) -> HttpResponse:
    """What is protected, and what is not, in plain words."""
    return render(request, "mailbox/how.html")


@require_safe
@unlinked
def counted(request: HttpRequest) -> HttpResponse:
    """Numbers of a year."""
    today, asked = local_date(now()), request.GET.get("year", "")
    years = figures.years(today=today)
    year = next((one for one in years if str(one) == asked), today.year)
    rows, until = figures.figures(year, today=today), figures.counted_until(today)
    context = {"rows": rows, "year": year, "years": years, "until": until}
    return render(request, "mailbox/figures.html", context)


@require_http_methods(["GET", "POST"])
@unlinked
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a letter. A POST comes from a page without JavaScript and is sealed here."""
    box = boxes.get_box(pk)
    if request.method != "POST":
        return _write_page(request, box, WriteForm(initial={"receipt": new_receipt()}), {})
    form = WriteForm(request.POST)
    if not form.is_valid() or "send" not in request.POST:
        return _write_page(request, box, form, ticked_of(request))
    services.check_letters(address_of(request))
    return _send(request, box, form)


def _send(request: HttpRequest, box: Any, form: WriteForm) -> HttpResponse:
    said, at = form.cleaned_data, now()
    try:
        letter = services.send_plain(
            box_id=box.pk, receipt=said["receipt"], plain=plain_of(request, **said), seen_before=said["seen"], at=at
        )
    except Refused as refused:
        return _write_page(request, box, form, ticked_of(request), refused)
    return render(request, "mailbox/sent.html", {"receipt": said["receipt"], "letter": letter})


def _write_page(
    request: HttpRequest, box: Any, form: WriteForm, ticked: dict[Ticked, str], refused: Refused | None = None
) -> HttpResponse:
    """The form with everything typed; who receives it now, who is found, and why it was not sent."""
    today, asked = local_date(now()), form.data.get("q", "")
    if asked:
        services.check_searches(address_of(request))
    found = boxes.levels(box, concerned=ticked, on=today)
    context = {
        "box": box, "form": form, "shown": boxes.shown(found), "ticked": ticked, "refused": refused, "asked": asked,
        "found": [one for one in boxes.people_found(asked, on=today) if one["id"] not in ticked],
        "about": {"salt": salt(), "urls": _urls(box.pk)}, "named": form.data.get("named") == "yes",
        "receipt": form.data.get("receipt") or form.initial.get("receipt", ""),
    }  # fmt: skip
    return render(request, "mailbox/write.html", context, status=refused.status if refused else 200)


@require_safe
@unlinked
def poster(request: HttpRequest, pk: int) -> HttpResponse:
    """A sheet for the wall, as PDF."""
    sheet = proofs.poster(boxes.get_box(pk), on=local_date(now()), address=request.build_absolute_uri)
    name = _("信箱张贴") + ".pdf"
    return attachment(pdf("mailbox/paper/poster.html", sheet), name=name, content_type="application/pdf")


def _urls(pk: int) -> dict[str, str]:
    """Where the page's script asks."""
    own = {name: reverse(f"mailbox:{name}", args=[pk]) for name in ("recipients", "send")}
    return own | {"people": reverse("mailbox:people")}


@require_POST
@unlinked
def recipients(request: HttpRequest, pk: int) -> HttpResponse:
    """Who receives a letter to this mailbox that concerns these people, with their public keys."""
    concerned = concerned_of(body_of(request).get("concerned"))
    return JsonResponse(boxes.shown(boxes.levels(boxes.get_box(pk), concerned=concerned, on=local_date(now()))))


@require_POST
@unlinked
def people(request: HttpRequest) -> HttpResponse:
    """Whom a letter may be about. By POST, so that no log has the words."""
    services.check_searches(address_of(request))
    found = boxes.people_found(str(body_of(request).get("q", ""))[:40], on=local_date(now()))
    return JsonResponse({"people": found})


@require_POST
@unlinked
def send(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter that was sealed in the browser."""
    services.check_letters(address_of(request))
    body = body_of(request)
    letter = services.send_letter(box_id=pk, message=sealed_of(request, body), at=now(), **letter_of(body))
    return JsonResponse({"number": letter.number})
