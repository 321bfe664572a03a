"""What pages and scripts send."""

import json
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhibu.mailbox.errors import KeyMalformed, NotSealed
from zhibu.mailbox.rules.files import LONGEST_WORDS
from zhibu.mailbox.rules.routing import BY_NAME, LONGEST_NAME, Ticked
from zhibu.mailbox.services import Plain, Sealed, Upload
from zhibu.mailbox.services.handling import NotesKey
from zhibu.mailbox.services.keys import NewSeat, Wrapped

MOST_CONCERNED = 20


class InMemory(MemoryFileUploadHandler):
    """Files stay in memory, however large: Django's default writes those over 2 MB to a temporary folder, in clear."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Always."""
        self.activated = True


class BoxForm(forms.Form):
    """Terms of a mailbox."""

    organisation_id = forms.TypedChoiceField(label=_("哪个组织的信箱"), coerce=int)
    name = forms.CharField(label=_("信箱名称"), max_length=60, help_text=_("例如：集团纪委书记信箱"))
    reply_days = forms.IntegerField(label=_("几天内第一次答复"), min_value=1, max_value=60, initial=15)
    finding_days = forms.IntegerField(label=_("几天内答复办理结果"), min_value=1, max_value=365, initial=60)
    elsewhere = forms.CharField(
        label=_("还可以向哪里反映"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("例如上级纪检机关的电话和地址。写信人在这里都不合适收信时会看到。"),
    )  # fmt: skip

    def __init__(self, *args: Any, held: list[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation_id"].choices = held  # type: ignore[attr-defined]


def body_of(request: HttpRequest) -> dict[str, Any]:
    """The JSON object of a script: the whole body, or the field `body` beside files. Raises NotSealed."""
    multipart = (request.content_type or "").startswith("multipart/")
    try:
        found = json.loads(request.POST.get("body", "") if multipart else request.body)
    except ValueError as broken:
        raise NotSealed from broken
    if not isinstance(found, dict):
        raise NotSealed
    return found


def sealed_of(request: HttpRequest, body: dict[str, Any]) -> Sealed:
    """The sealed message of a script, with its files. Raises NotSealed."""
    try:
        key = UUID(str(body.get("key", "")))
    except ValueError as broken:
        raise NotSealed from broken
    files = tuple(bytes(file.read()) for file in request.FILES.getlist("file"))
    return Sealed(key, str(body.get("words", "")), files)


def concerned_of(found: Any) -> list[Ticked]:
    """Who is ticked, as a script or a form sends it: ids, and names of people without a post; the rest is left out."""
    rows = [str(one) for one in found] if isinstance(found, list) else []
    ticked = [_ticked(one) for one in rows]
    return [one for one in ticked if one][:MOST_CONCERNED]


def _ticked(one: str) -> Ticked | None:
    if one.isascii() and one.isdecimal():
        return int(one)
    return one if one.startswith(BY_NAME) and len(one) <= len(BY_NAME) + LONGEST_NAME else None


def by_number(found: Any) -> dict[int, str]:
    """Key id → sealed text."""
    rows = found if isinstance(found, dict) else {}
    return {int(pk): str(sealed) for pk, sealed in rows.items() if str(pk).isascii() and str(pk).isdecimal()}


def letter_of(body: dict[str, Any]) -> dict[str, Any]:
    """A new letter's keys as the service takes them."""
    return {
        "derived": str(body.get("derived", "")), "public": str(body.get("public", "")),
        "writer_sealed": str(body.get("writer_sealed", "")), "seats": by_number(body.get("seats")),
        "concerned": concerned_of(body.get("concerned")),
    }  # fmt: skip


def notes_key_of(body: dict[str, Any]) -> NotesKey:
    """The key of the notes that a note brings or names."""
    return NotesKey(str(body.get("notes_public", "")), by_number(body.get("notes_sealed")))


def wrapped_of(body: dict[str, Any]) -> Wrapped:
    """A wrapped private key. Raises KeyMalformed."""
    opened_by = body.get("opened_by")
    if not isinstance(opened_by, dict):
        raise KeyMalformed
    return Wrapped(str(body.get("wrapped", "")), opened_by)


def seats_of(body: dict[str, Any]) -> list[NewSeat]:
    """Seats for another key. Raises NotSealed."""
    rows = body.get("seats")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise NotSealed
    return [
        NewSeat(str(row.get("letter", "")), str(row.get("sealed", "")), str(row.get("notes_sealed", "")),
                tuple(concerned_of(row.get("concerned"))))
        for row in rows
    ]  # fmt: skip


class WriteForm(forms.Form):
    """A letter without JavaScript. `receipt` and `seen` travel with the page."""

    text = forms.CharField(max_length=LONGEST_WORDS, strip=False, required=False)
    name = forms.CharField(max_length=40, required=False)
    contact = forms.CharField(max_length=80, required=False)
    q = forms.CharField(max_length=40, required=False)
    receipt = forms.CharField(max_length=20)
    seen = forms.CharField(max_length=20, required=False)


def ticked_of(request: HttpRequest) -> dict[Ticked, str]:
    """Who is ticked, as a page without JavaScript sends it back: id → label. A label is only shown again."""
    ids = concerned_of(request.POST.getlist("concerned"))
    return {pk: request.POST.get(f"label-{pk}", "")[:120] for pk in ids}


def plain_of(request: HttpRequest, **words: Any) -> Plain:
    """What a form brought."""
    uploads = [Upload(bytes(file.read())) for file in request.FILES.getlist("file")]
    named = request.POST.get("named") == "yes"
    return Plain(
        text=words.get("text", ""), uploads=uploads, concerned=ticked_of(request),
        name=words.get("name", "") if named else "", contact=words.get("contact", "") if named else "",
    )  # fmt: skip


def key_of(request: HttpRequest) -> UUID:
    """The key that makes a second tap the same act; a fresh one when the page sent none."""
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return uuid4()
