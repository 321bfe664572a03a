"""Invented content for the style guide: one example of every component."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest

from zhibu.kernel.charts import Chart, Series
from zhibu.kernel.clock import now


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a process; `state` is done, now or later."""

    name: str
    state: str
    who: str = ""
    since: Any = None
    note: str = ""


class SampleForm(forms.Form):
    """One field of each sort."""

    title = forms.CharField(label="活动名称", help_text="写在通知里的名字，二十字以内。", max_length=20)
    kind = forms.ChoiceField(label="类型", choices=[("lesson", "党课"), ("day", "主题党日")])
    mode = forms.ChoiceField(
        label="参加方式", widget=forms.RadioSelect, choices=[("offline", "到现场"), ("online", "线上")]
    )
    reason = forms.CharField(label="请假事由", widget=forms.Textarea, required=False)
    agree = forms.BooleanField(label="我已看过议程", required=False)


def examples(request: HttpRequest) -> dict[str, Any]:
    """Context of the page; all people and figures are invented."""
    at = now()
    return {
        "at": at,
        "soon": at + timedelta(minutes=20),
        "later": at + timedelta(days=3),
        "before": at - timedelta(days=9),
        "form": SampleForm(initial={"title": "安全生产微党课", "mode": "offline"}),
        "refused_form": SampleForm({"title": "", "kind": "lesson", "mode": "both"}, prefix="refused"),
        "page": Paginator(range(95), 20).page(2),
        "steps": [
            Step("提出申请", "done", "周小禾", at - timedelta(days=9)),
            Step("支部委员会审查", "now", "支部书记", at - timedelta(days=2), "下一步：提交支部党员大会讨论"),
            Step("支部党员大会讨论", "later"),
        ],
        "bars": Chart(
            "各支部到会率", "bar", ["甲支部", "乙支部", "丙支部"], [Series("今年", [92, 85, 97])],
            "活动签到", "11月20日", unit="%", maximum=100,
        ),
        "radar": Chart(
            "五个方面", "radar", ["德", "能", "勤", "绩", "廉"], [Series("本季度", [88, 76, 92, 70, 95])],
            "积分台账", "11月20日", maximum=100,
        ),
    }  # fmt: skip
