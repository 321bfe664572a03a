"""What can be wrong with a question: codes, severities, sentences that say how to mend it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

ERROR, WARNING = "error", "warning"
ERRORS = {
    "missing_kind": _("没有题型。请填单选题、多选题、判断题、排序题、数字题或填空题。"),
    "unknown_kind": _("题型“%(value)s”看不懂。请填单选题、多选题、判断题、排序题、数字题或填空题。"),
    "missing_stem": _("没有题干。请写出要问的问题。"),
    "missing_explanation": _("没有解析。请写一句为什么，答题的人会在公布答案后看到。"),
    "missing_source": _("没有出处。请写明依据的文件、章节或资料，方便审核的人核对。"),
    "too_long": _("内容有 %(length)d 个字，最多 %(limit)d 个。请写短一些。"),
    "option_count": _("有 %(count)d 个选项。请写 2 到 %(limit)d 个，每个选项一行或一格。"),
    "same_options": _("有两个选项写得一样。请改成不同的。"),
    "missing_answer": _("没有答案。请填写正确答案。"),
    "answer_not_an_option": _("答案“%(value)s”不在选项里。请用选项的字母 A 到 %(last)s。"),
    "answer_twice": _("答案“%(value)s”里有重复的字母。请每个字母只写一次。"),
    "one_answer_only": _("单选题只能有一个答案，现在是“%(value)s”。请只留一个，或把题型改成多选题。"),
    "two_answers_least": _("多选题至少要有两个答案。请补上，或把题型改成单选题。"),
    "order_incomplete": _("排序题的答案要写出全部 %(count)d 个选项的先后，例如 CABD。"),
    "order_as_shown": _("选项现在的顺序就是答案。请把选项打乱后再写答案的顺序。"),
    "true_or_false": _("判断题的答案“%(value)s”看不懂。请填“对”或“错”。"),
    "not_a_number": _("答案“%(value)s”不是数字。请只填数字，单位写进题干。"),
    "bad_tolerance": _("允许误差“%(value)s”不对。请填 0 或大于 0 的数字，不允许误差就留空。"),
    "unknown_difficulty": _("难度“%(value)s”看不懂。请填容易、适中或较难，也可以留空。"),
    "too_many_tags": _("有 %(count)d 个标签，最多 %(limit)d 个。请只留最要紧的。"),
    "formula_cell": _("这一格是公式，结果可能不是您看到的样子。请复制后“选择性粘贴 → 数值”，再上传。"),
    "same_row": _("与第 %(first)d 行是同一道题。请删去一行。"),
}
WARNINGS = {
    "in_bank": _("题库里已经有这道题：“%(near)s”。请核对是否还要再加一道。"),
    "like_in_bank": _("与题库里的“%(near)s”很相似。请核对是不是同一道题。"),
    "like_row": _("与第 %(first)d 行“%(near)s”很相似。请核对是不是同一道题。"),
}
_SENTENCES = ERRORS | WARNINGS


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with one cell: the sheet's own row number and column letter."""

    row: int
    column: str
    kind: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def severity(self) -> str:
        """error: the row is not imported; warning: it is, and somebody should look."""
        return ERROR if self.kind in ERRORS else WARNING

    @property
    def message(self) -> str:
        """What is wrong and how to mend it, in the reader's language."""
        return sentence_of(self.kind, self.values)

    def as_json(self) -> dict[str, object]:
        """For programs, and to be kept with an import."""
        return {
            "row": self.row, "column": self.column, "code": self.kind, "severity": self.severity,
            "message": self.message,
        }  # fmt: skip


def sentence_of(kind: str, values: Mapping[str, object]) -> str:
    """The sentence of a fault, in the reader's language."""
    return gettext(_SENTENCES[kind]) % values
