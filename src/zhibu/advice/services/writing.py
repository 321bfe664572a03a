"""Writing advice, under one's name or nobody's, and supporting it."""

import base64
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.advice.enums import Signing
from zhibu.advice.errors import MustSignIn, NoSuchCode, OwnAdvice, TooManyReceipts, TooMuchAdvice, WordsMissing
from zhibu.advice.models import Advice, Office, Support
from zhibu.advice.queries.advice import advice_by_receipt, get_advice, mark_of, receipt_index
from zhibu.advice.queries.offices import SYSTEM, get_office, officers
from zhibu.advice.rules.steps import (
    ADVICE_SECONDS,
    LONGEST,
    MOST_ADVICE,
    MOST_WRONG_RECEIPTS,
    PUBLIC,
    RECEIPT_LENGTH,
    RECEIPT_SECONDS,
    answer_by,
)
from zhibu.kernel.clock import local_date
from zhibu.kernel.counting import count_up
from zhibu.kernel.crypto import blind_index
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send

UNKNOWN = 10  # everybody behind a proxy that tells no address shares ten times as much


@dataclass(frozen=True, slots=True)
class Written:
    """The advice and, once, the receipt with which its writer finds it again."""

    advice: Advice
    receipt: str


def write(
    viewer: Viewer, *, key: UUID, office_id: int, title: str, text: str, signing: str, at: datetime,
    may_quote: bool = False, address: str | None = None,
) -> Written:  # fmt: skip
    """Hand advice to an office. Anonymous: no column, log row or message says who, and it needs no account.

    The same `key` again is the same. Raises WordsMissing, MustSignIn, NoSuchOffice, TooMuchAdvice.
    """
    receipt = _receipt(key)
    if there := Advice.objects.filter(key=key).first():
        return Written(there, receipt)
    office = get_office(viewer, office_id)
    if not title.strip() or not text.strip() or len(text) > LONGEST or not office.is_open:
        raise WordsMissing
    if viewer.is_anonymous and signing != Signing.ANONYMOUS:
        raise MustSignIn
    _check_pace(viewer, address)
    try:
        with transaction.atomic():
            advice = _create(viewer, office, key, title.strip(), text.strip(), Signing(signing), may_quote, at)
    except IntegrityError:  # a second tap that was as fast as the first
        advice = Advice.objects.get(key=key)
    return Written(advice, receipt)


def _create(
    viewer: Viewer, office: Office, key: UUID, title: str, text: str, signing: Signing, may_quote: bool, at: datetime
) -> Advice:
    day = local_date(at)
    advice = Advice.objects.create(
        key=key, office=office, title=title, text=text, signing=signing, may_quote=may_quote, written_on=day,
        author_id=None if signing == Signing.ANONYMOUS else viewer.person_id,
        receipt_index=receipt_index(_receipt(key)), answer_by=answer_by(day, office.answer_days),
    )  # fmt: skip
    if signing != Signing.ANONYMOUS:  # a message has a minute; of these the office hears the day after (remind)
        tell_office(advice, at=at)
    return advice


def tell_office(advice: Advice, *, at: datetime) -> int:
    """Those who answer hear that there is something to read; returns how many."""
    sentence = _("收到一条新意见，请审看：%(title)s") % {"title": advice.title}
    url = reverse("advice:advice", args=[advice.pk])
    return send(
        SYSTEM, person_ids=officers(advice.office), sentence=sentence, key=f"advice:{advice.pk}", at=at, url=url
    )


def _receipt(key: UUID) -> str:
    """Follows from the key of the form, which the writer's browser alone has until it is sent."""
    digest = bytes.fromhex(blind_index(str(key), purpose="advice.key"))
    return base64.b32encode(digest).decode()[:RECEIPT_LENGTH]


def _counter(what: str, who: str) -> str:
    return f"advice.{what}:{blind_index(who, purpose='advice.pace')}"


def _check_pace(viewer: Viewer, address: str | None) -> None:
    """Counts named and anonymous ones alike, so that the count says nothing; it is forgotten after an hour."""
    who = f"person:{viewer.person_id}" if viewer.person_id else f"address:{address or '-'}"
    most = MOST_ADVICE if viewer.person_id or address else MOST_ADVICE * UNKNOWN
    if count_up(_counter("written", who), seconds=ADVICE_SECONDS) > most:
        raise TooMuchAdvice


def find_by_receipt(receipt: str, *, address: str | None) -> Advice:
    """The advice of a receipt; wrong ones are counted by address. Raises NoSuchCode, TooManyReceipts."""
    key = _counter("receipts", address or "-")
    most = MOST_WRONG_RECEIPTS if address else MOST_WRONG_RECEIPTS * UNKNOWN
    if int(cache.get(key, 0)) >= most:
        raise TooManyReceipts
    try:
        return advice_by_receipt(receipt)
    except NoSuchCode:
        count_up(key, seconds=RECEIPT_SECONDS)
        raise


def support(viewer: Viewer, *, advice_id: int, at: datetime) -> Advice:
    """Say that one finds it right; again is the same. A joined one counts where it was joined to. Raises OwnAdvice."""
    advice = get_advice(viewer, advice_id)
    advice = advice.joined_to or advice
    if advice.author_id and advice.author_id == viewer.person_id:
        raise OwnAdvice
    if advice.state in PUBLIC:
        with transaction.atomic():
            Support.objects.get_or_create(advice=advice, mark=mark_of(viewer))
    return advice


def leave(viewer: Viewer, *, advice_id: int, at: datetime) -> Advice:
    """Take one's support back; nothing notes that it was there."""
    advice = get_advice(viewer, advice_id)
    with transaction.atomic():
        Support.objects.filter(advice=advice, mark=mark_of(viewer)).delete()
    return advice
