"""Words of the knowledge contest, and the fact that a round leaves in the ledger."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited
from zhibu.ledger.enums import Evidence, declare
from zhibu.ledger.enums import Kind as FactKind


class Mode(TextChoices):
    """How a round is played."""

    BUZZ_IN = "buzz_in", _("抢答：最先答对的人胜出")
    ALL_ANSWER = "all_answer", _("全答：答对最多的人胜出")
    TEAM = "team", _("组队：按支部或党小组比平均答对")
    PRACTICE = "practice", _("练习：不计时，不评先后")


class Policy(TextChoices):
    """What "first" means while all play at once (docs/explanation/quiz-fairness.md)."""

    ARRIVAL = "arrival", _("先到先得：以答案到达的先后为准")
    REACTION = "reaction", _("看反应：以看到题目到点下答案的时间为准")


class State(TextChoices):
    """Life of a round."""

    PLANNED = "planned", _("准备中")
    SEALED = "sealed", _("已封题")
    RUNNING = "running", _("进行中")
    ENDED = "ended", _("已结束")
    PUBLISHED = "published", _("已公布")
    CANCELLED = "cancelled", _("已取消")


AHEAD = (State.SEALED, State.RUNNING)
OVER = (State.ENDED, State.PUBLISHED)

QUIZ_PASSED = "quiz_passed"
declare(FactKind(QUIZ_PASSED, _("知识竞答合格"), _("次"), Evidence.SYSTEM))

declare_audited(
    {
        "quiz.begin": _("开始竞答"),
        "quiz.cancel": _("取消竞答"),
        "quiz.evening": _("开始现场竞答"),
        "quiz.evening-stop": _("停止现场竞答"),
        "quiz.publish": _("公布竞答结果"),
        "quiz.seal": _("封存竞答题目"),
        "quiz.unseal": _("解除封题"),
    },
    subjects={"quiz": _("竞答"), "evening": _("现场竞答")},
)
