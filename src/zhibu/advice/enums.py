"""How advice stands and how its writer signs. No fact of the ledger comes from it: nobody's score depends on it."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from zhibu.audit.enums import declare as declare_audited


class State(TextChoices):
    """Life of a piece of advice. WAITING and HIDDEN are seen by its writer and the office alone."""

    WAITING = "waiting", _("等待审看")
    HIDDEN = "hidden", _("未公开")
    RECEIVED = "received", _("已收到")
    ANSWERED = "answered", _("已答复")
    ADOPTED = "adopted", _("已采纳")
    DONE = "done", _("已办成")
    JOINED = "joined", _("已并入")


class Signing(TextChoices):
    """Who learns the writer's name: everybody, the office that answers, or nobody, the database included."""

    OPEN = "open", _("公开署名")
    OFFICE = "office", _("只让承办部门知道")
    ANONYMOUS = "anonymous", _("匿名，系统也不记我是谁")


class BriefState(TextChoices):
    """A brief is drawn up by a program and published by a person who has read it."""

    DRAWING = "drawing", _("正在归纳")
    DRAFT = "draft", _("待审看")
    PUBLISHED = "published", _("已公布")


declare_audited(
    {
        "advice.decided": _("审看意见"),
        "advice.answered": _("答复意见"),
        "advice.moved": _("转交意见"),
        "advice.joined": _("合并意见"),
        "advice.office_changed": _("更改承办部门"),
        "advice.brief_drawn": _("归纳热点"),
        "advice.brief_published": _("公布热点简报"),
    },
    subjects={"advice": _("意见"), "advice-office": _("承办部门"), "brief": _("热点简报")},
    details={"shown": _("公开"), "reason": _("原因"), "state": _("状态"), "month": _("月份"), "into": _("并入编号")},
)
