"""One form for each step of a membership and for posts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.errors import NotFound
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, LeaveKind, Status, SuspensionGround
from zhibu.members.errors import NotInThisState
from zhibu.members.forms.records import DayInput
from zhibu.members.models import Membership, Person
from zhibu.members.queries.records import membership_of
from zhibu.members.services import membership as steps
from zhibu.organisations.api import branches, organisations
from zhibu.organisations.enums import Kind, PostTitle, State


def _day(label: Any, **options: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=DayInput(), **options)


def _document() -> forms.CharField:
    return forms.CharField(label=_("依据文件"), max_length=200, help_text=_("文件名称和文号，例如会议决议、上级批复。"))


class StepForm(forms.Form):
    """A step about one person; the fields carry the names of the service's arguments."""

    def __init__(self, viewer: Viewer, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.offer(viewer, person)

    def offer(self, viewer: Viewer, person: Person) -> None:
        """Fill lists that depend on who asks and about whom."""


class AdmitForm(StepForm):
    branch_id = forms.TypedChoiceField(label=_("党支部"), coerce=int)
    joined_on = _day(_("支部大会通过日期"))
    document = _document()

    def offer(self, viewer: Viewer, person: Person) -> None:
        self.fields["branch_id"].choices = _branches(viewer)  # type: ignore[attr-defined]


class ConvertForm(StepForm):
    decided_on = _day(_("支部大会通过日期"), help_text=_("转正日期按预备期满那天自动计算，与开会早晚无关。"))
    document = _document()


class ExtendForm(StepForm):
    extended_to = _day(_("延长至"), help_text=_("从一年期满算起，延长半年到一年，只能延长一次。"))
    decided_on = _day(_("支部大会通过日期"))
    document = _document()


class MoveForm(StepForm):
    branch_id = forms.TypedChoiceField(label=_("调整到"), coerce=int)
    moved_on = _day(_("调整日期"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def offer(self, viewer: Viewer, person: Person) -> None:
        self.fields["branch_id"].choices = _branches(viewer)  # type: ignore[attr-defined]


class GroupForm(StepForm):
    group_id = forms.TypedChoiceField(label=_("党小组"), coerce=int, empty_value=None, required=False)

    def offer(self, viewer: Viewer, person: Person) -> None:
        branch = person.membership.branch
        groups = organisations(viewer, to="manage").filter(kind=Kind.PARTY_GROUP, path__startswith=branch.path)
        self.fields["group_id"].choices = [  # type: ignore[attr-defined]
            ("", _("不编入党小组")),
            *groups.filter(state=State.ACTIVE).values_list("pk", "short_name"),
        ]


class TransferInForm(StepForm):
    came_from = forms.CharField(label=_("从哪里转来"), max_length=120, help_text=_("原党组织全称。"))
    branch_id = forms.TypedChoiceField(label=_("编入党支部"), coerce=int)
    joined_on = _day(_("加入党组织日期"))
    full_on = _day(_("转为正式党员日期"), required=False, help_text=_("预备党员不填。"))
    received_on = _day(_("接收日期"))
    document = _document()

    def offer(self, viewer: Viewer, person: Person) -> None:
        self.fields["branch_id"].choices = _branches(viewer)  # type: ignore[attr-defined]


class TransferOutForm(StepForm):
    went_to = forms.CharField(label=_("转到哪里"), max_length=120, help_text=_("接收党组织全称。"))
    received_on = _day(_("对方接收日期"), help_text=_("收到回执以前仍由原党组织管理，请按回执上的日期填写。"))
    document = _document()


class RectificationForm(StepForm):
    ordered_on = _day(_("决定日期"))
    until = _day(_("改正期限到"), help_text=_("最长一年。期满后由支部研究，系统不会自动改变党籍。"))
    reason = forms.CharField(label=_("需要改正的问题"), max_length=280)
    document = _document()


class SuspendForm(StepForm):
    ground = forms.ChoiceField(label=_("原因"), choices=SuspensionGround.choices, widget=forms.RadioSelect)
    suspended_on = _day(_("停止日期"))
    document = _document()


class RestoreForm(StepForm):
    restored_on = _day(_("恢复日期"))
    document = _document()


class LeaveForm(StepForm):
    kind = forms.ChoiceField(label=_("出党方式"), choices=LeaveKind.choices)
    left_on = _day(_("日期"))
    document = _document()
    reason = forms.CharField(label=_("说明"), max_length=300, required=False)


class DeathForm(StepForm):
    died_on = _day(_("去世日期"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)


class LostForm(StepForm):
    lost_since = _day(_("失去联系日期"), help_text=_("从最后一次参加组织生活或交纳党费算起。"))
    reason = forms.CharField(label=_("原因"), max_length=300)


class FoundForm(StepForm):
    found_on = _day(_("恢复联系日期"))
    reason = forms.CharField(label=_("说明"), max_length=300, required=False)


def _branches(viewer: Viewer) -> list[tuple[Any, Any]]:
    return list(branches(viewer, to="manage").values_list("pk", "short_name"))


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its button, its form, the service behind it, and whom it fits."""

    label: Any
    form: type[StepForm]
    take: Callable[..., object]
    fits: Callable[[Membership | None], bool]
    grave: bool = False


def _outside(held: Membership | None) -> bool:
    return held is None or held.status == Status.TRANSFERRED_OUT


def _counted(held: Membership | None) -> bool:
    return held is not None and held.status in (Status.NORMAL, Status.IN_TRANSIT)


def _probationary(held: Membership | None) -> bool:
    return held is not None and _counted(held) and held.category == Category.PROBATIONARY


def _suspended(held: Membership | None) -> bool:
    return held is not None and held.status == Status.SUSPENDED


def _there(held: Membership | None) -> bool:
    return _counted(held) or _suspended(held)


def _lost(held: Membership | None) -> bool:
    return held is not None and _there(held) and held.is_lost


def _in_contact(held: Membership | None) -> bool:
    return held is not None and _there(held) and not held.is_lost


STEPS = {
    "admit": Step(_("接收为预备党员"), AdmitForm, steps.admit, lambda held: held is None),
    "transfer-in": Step(_("转入组织关系"), TransferInForm, steps.transfer_in, _outside),
    "convert": Step(_("转为正式党员"), ConvertForm, steps.convert, _probationary),
    "extend": Step(_("延长预备期"), ExtendForm, steps.extend_probation, _probationary),
    "group": Step(_("编入党小组"), GroupForm, steps.assign_group, _counted),
    "move": Step(_("调整党支部"), MoveForm, steps.move_branch, _counted),
    "lost": Step(_("登记失去联系"), LostForm, steps.mark_lost, _in_contact),
    "found": Step(_("登记恢复联系"), FoundForm, steps.mark_found, _lost),
    "transfer-out": Step(_("转出组织关系"), TransferOutForm, steps.transfer_out, _counted, grave=True),
    "rectify": Step(_("限期改正"), RectificationForm, steps.order_rectification, _counted, grave=True),
    "suspend": Step(_("停止党籍"), SuspendForm, steps.suspend, _counted, grave=True),
    "restore": Step(_("恢复党籍"), RestoreForm, steps.restore, _suspended),
    "leave": Step(_("出党"), LeaveForm, steps.leave, _there, grave=True),
    "death": Step(_("登记去世"), DeathForm, steps.record_death, _there, grave=True),
}


def steps_for(person: Person) -> list[tuple[str, Step]]:
    """The steps that fit a person now."""
    held = membership_of(person)
    return [(name, step) for name, step in STEPS.items() if step.fits(held)]


def step_for(person: Person, name: str) -> Step:
    """The named step, when it fits the person now. Raises NotFound, NotInThisState."""
    if name not in STEPS:
        raise NotFound
    if not STEPS[name].fits(membership_of(person)):
        raise NotInThisState
    return STEPS[name]


class AppointForm(StepForm):
    """A post; the organisation is one that the viewer manages."""

    organisation_id = forms.TypedChoiceField(label=_("组织"), coerce=int)
    title = forms.ChoiceField(label=_("职务"), choices=PostTitle.choices)
    started_on = _day(_("任职日期"))
    elected = forms.BooleanField(label=_("选举产生"), required=False, initial=True)
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)

    def offer(self, viewer: Viewer, person: Person) -> None:
        rows = organisations(viewer, to="manage").filter(state=State.ACTIVE).order_by("path")
        self.fields["organisation_id"].choices = list(rows.values_list("pk", "short_name"))  # type: ignore[attr-defined]


class EndPostForm(forms.Form):
    """The last day of a post."""

    ended_on = _day(_("免职日期"))
    document = forms.CharField(label=_("依据文件"), max_length=200, required=False)
