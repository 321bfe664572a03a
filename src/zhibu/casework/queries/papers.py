"""Letters of cases that one may see, and what a step asks its handler to note."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from zhibu.casework.errors import NoSuchCase
from zhibu.casework.models import Case, Letter
from zhibu.casework.queries.cases import get_case
from zhibu.casework.rules.definition import Step
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer


def get_letter(viewer: Viewer, pk: int) -> Letter:
    """A letter, for whoever sees its case. Raises NoSuchCase."""
    found = Letter.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchCase
    get_case(viewer, found.case_id)
    return found


def checked(code: str, *, today: date) -> dict[str, Any] | None:
    """What a check code says: what paper, number, issuer and day; nothing about the person.

    Such a letter has no end (`today` is not asked): it says what was so on its day.
    """
    letter = Letter.objects.filter(check_code=code.strip().upper()).first()
    if letter is None:
        return None
    return {
        "number": f"{letter.title}{letter.reference}", "issuer": letter.issuer,
        "issued_on": local_date(letter.issued_at), "holds": True, "words": _("本系统开具过这份文书"),
    }  # fmt: skip


def step_of(case: Case) -> tuple[Step, dict[str, Any]]:
    """The step where a case stands and what was noted there last."""
    plan = case.version.shape.steps[case.step]
    row = case.step_records.filter(step=plan.code).order_by("-round").first()
    return plan, row.answers if row else {}
