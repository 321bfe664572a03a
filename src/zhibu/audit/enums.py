"""Words for the audit log: each app says beside its own words what its actions, subjects and details are called.

The log stores codes, which never change their meaning; pages show these words. A code without words is shown as it is.
"""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

Words = Mapping[str, str | Promise]

_actions: dict[str, str | Promise] = {}
_subjects: dict[str, str | Promise] = {}
_details: dict[str, str | Promise] = {}
_values: dict[tuple[str, str], str | Promise] = {}


def declare(actions: Words, *, subjects: Words | None = None, details: Words | None = None) -> None:
    """What an app's actions are called ("查看密封信息"), its subjects ("人员") and its details ("角色")."""
    _actions.update(actions)
    _subjects.update(subjects or {})
    _details.update(details or {})


def declare_values(detail: str, values: Words) -> None:
    """What the codes of a detail are called, for instance the roles."""
    _values.update({(detail, str(code)): label for code, label in values.items()})


def action_label(code: str) -> str:
    """An action in words; the code where nobody gave words."""
    return str(_actions.get(code, code))


def is_known(code: str) -> bool:
    """Whether an action has words."""
    return code in _actions


def subject_label(subject: str) -> str:
    """人员 12 for "person:12"."""
    kind, _colon, number = subject.partition(":")
    return f"{_subjects[kind]} {number}".strip() if kind in _subjects else subject


def detail_lines(detail: Mapping[str, object]) -> list[tuple[str, str]]:
    """Name and value of every detail that says something, in words."""
    return [
        (str(_details.get(name, name)), _text(name, value)) for name, value in detail.items() if value or value == 0
    ]


def _text(name: str, value: object) -> str:
    if isinstance(value, Mapping):
        return "; ".join(f"{_details.get(str(key), key)}: {_text(str(key), one)}" for key, one in value.items())
    if isinstance(value, bool):
        return gettext("是") if value else gettext("否")
    if isinstance(value, list | tuple):
        return ", ".join(_text(name, one) for one in value)
    return str(_values.get((name, str(value)), _details.get(str(value), value) if name == "fields" else value))


declare(
    {"audit.exported": _("下载审计日志"), "keys.rotated": _("更换加密密钥"), "office.export": _("从后台导出列表")},
    subjects={"account": _("账号"), "person": _("人员"), "members": _("党员人数")},
    details={
        "query": _("条件"),
        "filters": _("筛选"),
        "count": _("数量"),
        "counts": _("数量"),
        "rows": _("行数"),
        "key": _("密钥编号"),
        "before": _("之前"),
        "after": _("之后"),
        "document": _("依据文件"),
        "happened_on": _("发生日期"),
        "fields": _("项目"),
        "field": _("项目"),
        "person": _("人员编号"),
        "person_id": _("人员编号"),
        "people": _("人员"),
        "organisation": _("组织编号"),
        "organisation_id": _("组织编号"),
        "title": _("职务"),
        "changed": _("改动"),
    },
)
