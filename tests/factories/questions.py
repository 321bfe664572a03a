"""Questions in use, one of each kind, as tests want them."""

from uuid import uuid4

from tests.world import NOW
from zhibu.questions.enums import Kind, State
from zhibu.questions.models import Question
from zhibu.questions.rules.sheets import folded

KEYS = {
    Kind.SINGLE: (["一月", "七月", "十月"], 1),
    Kind.MULTIPLE: (["党课", "聚餐", "党员大会"], [0, 2]),
    Kind.TRUE_FALSE: ([], True),
    Kind.ORDER: (["先", "后", "中"], [0, 2, 1]),
    Kind.NUMBER: ([], "23"),
    Kind.TEXT: ([], "立党为公"),
}


def add_question(organisation, kind=Kind.SINGLE, *, tags=(), state=State.REVIEWED, **fields):
    """A question of a kind, by default in use."""
    options, key = KEYS[Kind(kind)]
    stem = fields.pop("stem", f"{Kind(kind).label} {uuid4().hex[:6]}")
    reviewed = {"reviewed_by_name": "审", "reviewed_at": NOW} if state != State.DRAFT else {}
    made = Question.objects.create(**{
        "series": uuid4(), "organisation": organisation, "kind": kind, "stem": stem, "options": options, "key": key,
        "explanation": "见出处。", "source": "示例", "state": state, "folded": folded(stem)[:500],
        "written_by_name": "写", "written_at": NOW, **reviewed, **fields,
    })  # fmt: skip
    for name in tags:
        made.tags.create(name=name)
    return made
