"""People as groups need them."""

from typing import Any

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.api import people
from zhibu.organisations.api import ancestor_paths

SYSTEM = Viewer.system("groups")


def invitable(viewer: Viewer, *, name: str) -> QuerySet[Any]:
    """People of that name or employee number under the viewer's own top organisation, and employees; ids and names."""
    wanted = name.strip()
    top = ancestor_paths(viewer.branch_path)[0] if viewer.branch_path else ""
    found = people(SYSTEM).filter(Q(name=wanted) | Q(employee_number__iexact=wanted)).exclude(pk=viewer.person_id or 0)
    return found.filter(Q(membership=None) | Q(membership__branch__path__startswith=top)).only("pk", "name")
