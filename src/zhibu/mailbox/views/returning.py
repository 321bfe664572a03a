"""Coming back with the receipt: reading, answering, proving that a letter was registered."""

from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zhibu.kernel.clock import local_date, now
from zhibu.kernel.errors import Refused
from zhibu.kernel.printing import attachment, pdf
from zhibu.mailbox import services
from zhibu.mailbox.enums import Side
from zhibu.mailbox.forms import body_of, by_number, concerned_of, key_of, plain_of, sealed_of
from zhibu.mailbox.queries import letters, proofs
from zhibu.mailbox.rules.codes import salt
from zhibu.mailbox.views.page import unlinked
from zhibu.members.api import address_of


@require_http_methods(["GET", "POST"])
@unlinked
def back(request: HttpRequest) -> HttpResponse:
    """The field for the receipt. A POST comes from a page without JavaScript: the letter is opened here."""
    if request.method != "POST":
        return render(request, "mailbox/back.html", _about())
    try:
        return _thread_page(request)
    except Refused as refused:
        context = _about() | {"refused": refused, "typed": request.POST.get("receipt", "")}
        return render(request, "mailbox/back.html", context, status=refused.status)


def _about() -> dict[str, Any]:
    """What the page's script starts from."""
    urls = {name: reverse(f"mailbox:{name}") for name in ("thread", "answer", "reseal")}
    return {"about": {"salt": salt(), "urls": urls | {"file": reverse("mailbox:file", args=[0])}}}


def _thread_page(request: HttpRequest, refused: Refused | None = None) -> HttpResponse:
    receipt = request.POST.get("receipt", "")
    found = services.return_plain(receipt=receipt, address=address_of(request), at=now())
    typed = request.POST.get("text", "") if refused else ""
    context = {"thread": found, "receipt": receipt, "key": uuid4(), "refused": refused, "typed": typed}
    return render(request, "mailbox/thread.html", context, status=refused.status if refused else 200)


@require_POST
@unlinked
def back_answer(request: HttpRequest) -> HttpResponse:
    """An answer from a page without JavaScript; what was refused stands in the form again."""
    services.check_letters(address_of(request))
    try:
        services.add_plain(
            receipt=request.POST.get("receipt", ""), plain=plain_of(request, text=request.POST.get("text", "")),
            key=key_of(request), address=address_of(request), at=now(),
        )  # fmt: skip
    except Refused as refused:
        return _thread_page(request, refused)
    return _thread_page(request)


@require_POST
@unlinked
def back_file(request: HttpRequest, pk: int) -> HttpResponse:
    """A file of the conversation, opened here for a page without JavaScript."""
    kind, content = services.open_plain_file(
        receipt=request.POST.get("receipt", ""), file_id=pk, address=address_of(request)
    )
    return attachment(content, name=_("附件") + f".{kind or 'bin'}", content_type="application/octet-stream")


@require_POST
@unlinked
def thread(request: HttpRequest) -> HttpResponse:
    """The sealed conversation of a receipt."""
    letter = services.return_to_letter(str(body_of(request).get("derived", "")), address=address_of(request))
    return JsonResponse(letters.returned(letter, today=local_date(now())))


@require_POST
@unlinked
def answer(request: HttpRequest) -> HttpResponse:
    """The writer's sealed answer."""
    address, body = address_of(request), body_of(request)
    services.check_letters(address)
    letter = services.add_to_letter(
        str(body.get("derived", "")), message=sealed_of(request, body), address=address, at=now()
    )
    return JsonResponse(letters.returned(letter, today=local_date(now())))


@require_POST
@unlinked
def file(request: HttpRequest, pk: int) -> HttpResponse:
    """A sealed file of the conversation."""
    letter = services.find_letter(str(body_of(request).get("derived", "")), address=address_of(request))
    sealed = letters.sealed_file(letter, pk, Side.WRITER, Side.OFFICER)
    return HttpResponse(sealed, content_type="application/octet-stream")


@require_POST
@unlinked
def reseal(request: HttpRequest) -> HttpResponse:
    """Which keys still lack a seat, after adding those that the writer's browser brings."""
    body = body_of(request)
    letter = services.find_letter(str(body.get("derived", "")), address=address_of(request))
    owed = services.seal_again(
        letter, seats=by_number(body.get("seats")), concerned=concerned_of(body.get("concerned")), at=now()
    )
    return JsonResponse({"keys": [{"id": key.pk, "public": key.public} for key in owed]})


@require_POST
@unlinked
def proof(request: HttpRequest) -> HttpResponse:
    """The proof that a letter was registered, as PDF; nothing of its content is in it."""
    receipt, derived = request.POST.get("receipt", ""), request.POST.get("derived", "")
    letter = services.letter_to_prove(receipt=receipt, derived=derived, address=address_of(request))
    content = pdf("mailbox/paper/proof.html", proofs.proof(letter, address=request.build_absolute_uri))
    return attachment(content, name=_("登记证明") + ".pdf", content_type="application/pdf")


@require_safe
@unlinked
def verify(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """Whether a proof is genuine: day and mailbox, nothing else."""
    found = proofs.proven(number, code)
    return render(request, "mailbox/verify.html", {"found": found}, status=200 if found else 404)
