"""Answers to notices (PIPL art. 14-17, rules.md 10.1)."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.errors import LoginNeeded
from zhibu.kernel.viewer import Viewer
from zhibu.members.models import Consent
from zhibu.members.queries.consent import consent_texts


@transaction.atomic
def answer_notices(viewer: Viewer, *, answers: Mapping[int, bool], at: datetime) -> None:
    """Write down what changed. A notice that is needed is taken as read; refusing another blocks nothing."""
    if viewer.person_id is None:
        raise LoginNeeded
    for text in consent_texts(viewer, today=local_date(at)):
        agreed = text.needed or answers.get(text.pk, False)
        last: Consent | None = text.answer  # type: ignore[attr-defined]
        if last is None or last.agreed != agreed:
            Consent.objects.create(person_id=viewer.person_id, text=text, agreed=agreed, answered_at=at)
            record(viewer, action="consent", subject=f"text:{text.pk}", at=at, agreed=agreed)
