"""Letters of cases that one may see, and what a step asks its handler to note."""

from typing import Any

from zhibu.casework.errors import NoSuchCase
from zhibu.casework.models import Case, Letter
from zhibu.casework.queries.cases import get_case
from zhibu.casework.rules.definition import Step
from zhibu.kernel.viewer import Viewer


def get_letter(viewer: Viewer, pk: int) -> Letter:
    """A letter, for whoever sees its case. Raises NoSuchCase."""
    found = Letter.objects.filter(pk=pk).first()
    if found is None:
        raise NoSuchCase
    get_case(viewer, found.case_id)
    return found


def step_of(case: Case) -> tuple[Step, dict[str, Any]]:
    """The step where a case stands and what was noted there last."""
    plan = case.version.shape.steps[case.step]
    row = case.step_records.filter(step=plan.code).order_by("-round").first()
    return plan, row.answers if row else {}
