"""Kinds, states and difficulty of questions."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited


class Kind(TextChoices):
    """How a question is answered."""

    SINGLE = "single", _("单选题")
    MULTIPLE = "multiple", _("多选题")
    TRUE_FALSE = "true_false", _("判断题")
    ORDER = "order", _("排序题")
    NUMBER = "number", _("数字题")
    TEXT = "text", _("填空题")


WITH_OPTIONS = (Kind.SINGLE, Kind.MULTIPLE, Kind.ORDER)


class State(TextChoices):
    """Life of one version of a question. Only a reviewed one is put to people."""

    DRAFT = "draft", _("待审核")
    REVIEWED = "reviewed", _("可使用")
    RETIRED = "retired", _("已停用")


class Difficulty(IntegerChoices):
    """How hard it is, in the author's judgement."""

    EASY = 1, _("容易")
    MEDIUM = 2, _("适中")
    HARD = 3, _("较难")


declare_audited(
    {
        "questions.exported": _("导出题库"),
        "questions.imported": _("导入题库"),
        "questions.retired": _("停用题目"),
        "questions.reviewed": _("审核题目"),
    },
    subjects={"bank": _("题库"), "question": _("题目")},
)
