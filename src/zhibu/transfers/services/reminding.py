"""Reminders that were planned with a step, when their morning has come (rules.md 6.4)."""

from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from zhibu.notify.api import send
from zhibu.transfers.enums import Actor, Occasion, State
from zhibu.transfers.models import Transfer
from zhibu.transfers.queries.parties import SYSTEM, people_of
from zhibu.transfers.services.steps import take

ON_THE_WAY = (State.ISSUED, State.IN_TRANSIT)


def remind(*, transfer_id: int, occasion: str, mark: str, at: datetime) -> bool:
    """Tell whom it concerns, if the transfer stands where it stood when the reminder was planned; gives whether so.

    `mark` is the number of the step, or of the letter, that the reminder is about.
    """
    with transaction.atomic():
        transfer = Transfer.objects.select_for_update().filter(pk=transfer_id, closed_at=None).first()
        if transfer is None or not _still_so(transfer, occasion, mark):
            return False
        if occasion == Occasion.EXPIRY:
            take(SYSTEM, transfer, State.EXPIRED, at=at)
        else:
            _tell(transfer, Occasion(occasion), mark, at)
    return True


def _still_so(transfer: Transfer, occasion: str, mark: str) -> bool:
    if occasion == Occasion.STEP:
        return str(transfer.steps.count()) == mark and transfer.held_since is None
    if occasion == Occasion.RECEIPT:
        return transfer.state in (State.RECEIVED, State.ASSIGNED)
    return transfer.state in ON_THE_WAY and transfer.letter_number == mark


def _tell(transfer: Transfer, occasion: Occasion, mark: str, at: datetime) -> None:
    sentence, actors = _words(transfer, occasion)
    people = {pk for actor in actors for pk in people_of(transfer, actor)}
    url, key = reverse("transfers:transfer", args=[transfer.pk]), f"transfer:{transfer.pk}:{occasion}:{mark}"
    send(SYSTEM, person_ids=people, sentence=sentence, key=key, url=url, at=at)


def _words(transfer: Transfer, occasion: Occasion) -> tuple[str, tuple[str, ...]]:
    said = {"name": transfer.name, "day": f"{transfer.due_on:%Y-%m-%d}" if transfer.due_on else ""}
    if occasion == Occasion.HALF:
        return _("您的组织关系介绍信有效期已过一半，请在 %(day)s 前到接收方报到。") % said, (Actor.MEMBER,)
    if occasion == Occasion.LATE:
        sentence = _("%(name)s的组织关系介绍信有效期已过八成，%(day)s 到期，请抓紧报到。") % said
        return sentence, (Actor.MEMBER, Actor.OUT_BRANCH)
    if occasion == Occasion.RECEIPT:
        sentence = _("%(name)s的组织关系已接收，回执还没有返回。回执应在一个月内返回原党委。") % said
        return sentence, (Actor.IN_COMMITTEE,)
    sentence = _("%(name)s的组织关系转接已到办理期限，请接着办理；有困难请挂起并写明原因。") % said
    return sentence, (transfer.waits_for,)
