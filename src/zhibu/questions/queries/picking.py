"""Taking questions out of the bank."""

from collections.abc import Iterable, Sequence
from random import Random

from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import ancestor_paths
from zhibu.questions.enums import State
from zhibu.questions.models import Question
from zhibu.questions.queries.bank import keeps
from zhibu.questions.rules.sheets import QuestionSheet


def pick(
    viewer: Viewer, *, organisation_id: int, count: int, tags: Sequence[str] = (), difficulty: int | None = None,
    seed: int | str,
) -> list[QuestionSheet]:  # fmt: skip
    """`count` questions in use in an organisation or above it, by chance that `seed` decides; fewer if there are fewer.

    With `tags`, those that have one of them. The same bank and seed give the same questions in the same order.
    Raises NoSuchQuestion for a viewer who keeps no bank there.
    """
    path = keeps(viewer, organisation_id)
    rows = Question.objects.filter(state=State.REVIEWED, organisation__path__in=ancestor_paths(path))
    if tags:
        rows = rows.filter(tags__name__in=tags).distinct()
    if difficulty is not None:
        rows = rows.filter(difficulty=difficulty)
    ids = sorted(rows.values_list("pk", flat=True))
    return sheets(Random(seed).sample(ids, min(count, len(ids))))  # noqa: S311 (a choice of questions, no secret)


def sheets(ids: Iterable[int]) -> list[QuestionSheet]:
    """The questions of these ids, in this order; ids that do not exist are left out. For services, with their keys."""
    wanted = list(ids)
    found = {question.pk: question.sheet for question in Question.objects.filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]
