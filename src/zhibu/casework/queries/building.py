"""A draft as its editor shows it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from zhibu.casework.errors import NoSuchMatter
from zhibu.casework.models import Draft
from zhibu.casework.queries.matters import get_draft
from zhibu.casework.rules.definition import PARTS, faults
from zhibu.kernel.viewer import Viewer

LABELS = {"fields": _("表单项目"), "materials": _("材料"), "steps": _("步骤"), "letters": _("文书")}


def page_of(viewer: Viewer, code: str) -> dict[str, Any]:
    """The draft, its parts in order, and what keeps it from being published."""
    draft = get_draft(viewer, code)
    shape = draft.shape
    parts = [(name, label, list(getattr(shape, name))) for name, label in LABELS.items()]
    return {"draft": draft, "shape": shape, "parts": parts, "faults": faults(shape), "matter": draft.matter}


def row_of(draft: Draft, name: str, place: int) -> dict[str, Any] | None:
    """One stored part; None for a new one. Raises NoSuchMatter for a part that there is not."""
    if name not in PARTS:
        raise NoSuchMatter
    rows = draft.definition.get(name, [])
    return rows[place] if place < len(rows) else None
