"""Which questions a keeper sees: his organisation's, those above it, and those below."""

from django.db.models import Q, QuerySet

from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, within
from zhibu.organisations.enums import PostTitle
from zhibu.questions.enums import State
from zhibu.questions.errors import NoSuchQuestion
from zhibu.questions.models import Question

KEEPERS = (*BRANCH_OFFICERS, PostTitle.PUBLICITY_MEMBER, Role.PARTY_AFFAIRS)


def bank(viewer: Viewer, *, to: str = "see") -> QuerySet[Question]:
    """Questions that the viewer keeps; to see, also those in use that come down from above."""
    paths = viewer.paths(KEEPERS)
    scope = within(paths, field="organisation__path")
    if to == "see":
        above = {ancestor for path in paths for ancestor in ancestor_paths(path)}
        scope |= Q(organisation__path__in=above, state=State.REVIEWED)
    return Question.objects.filter(scope).select_related("organisation").order_by("-written_at", "-pk")


def get_question(viewer: Viewer, pk: int, *, to: str = "see") -> Question:
    """One question, or NoSuchQuestion alike for missing and forbidden."""
    found = bank(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchQuestion
    return found
