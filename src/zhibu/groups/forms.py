"""Forms of groups."""

from typing import Any
from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from zhibu.groups.enums import FREE_GROUPS, TopicKind
from zhibu.groups.errors import NothingToSay, TextTooLong
from zhibu.groups.models import Place
from zhibu.groups.rules import is_too_long


class Keyed(forms.Form):
    """A form that may arrive twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"key": uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class MessageForm(Keyed):
    """What is said: text, a file, or both. Too long a text is refused here, so that it stays in the form."""

    text = forms.CharField(
        label=_("写消息"), required=False, strip=True,
        widget=forms.Textarea(attrs={"rows": 1, "placeholder": _("写消息，@姓名 提醒同志")}),
    )  # fmt: skip
    upload = forms.FileField(label=_("图片或文件"), required=False)
    seconds = forms.IntegerField(required=False, min_value=0, max_value=60, widget=forms.HiddenInput)
    quote = forms.IntegerField(required=False, widget=forms.HiddenInput)
    topic = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean_text(self) -> str:
        """At most 4 KiB."""
        text = str(self.cleaned_data["text"])
        if is_too_long(text):
            raise ValidationError(TextTooLong.sentence, code=TextTooLong.code)
        return text

    def clean(self) -> None:
        """Something has to be said."""
        if not self.errors and not self.cleaned_data.get("text") and not self.cleaned_data.get("upload"):
            self.add_error("text", ValidationError(NothingToSay.sentence, code=NothingToSay.code))

    @property
    def said(self) -> dict[str, Any]:
        """For services.posting.say."""
        data = self.cleaned_data
        return {
            "text": data["text"], "key": data["key"], "upload": data["upload"], "seconds": data["seconds"] or 0,
            "quote_id": data["quote"], "topic_id": data["topic"],
        }  # fmt: skip

    @property
    def refusal(self) -> dict[str, str]:
        """The first error, for pages that post by program."""
        field = next(iter(self.errors))
        error = self.errors.as_data()[field][0]
        return {"code": str(error.code), "sentence": str(error.messages[0])}


class TextForm(forms.Form):
    """The new text of a message."""

    text = forms.CharField(label=_("改成"), widget=forms.Textarea(attrs={"rows": 4}))


class ReasonForm(forms.Form):
    """Why a message is hidden. Its writer reads it."""

    reason = forms.CharField(label=_("原因"), max_length=200, help_text=_("发消息的同志会看到原因。隐藏以后可以恢复。"))


class TopicForm(Keyed):
    """A new topic."""

    title = forms.CharField(label=_("话题"), max_length=60)
    kind = forms.ChoiceField(label=_("用途"), choices=TopicKind.choices, widget=forms.RadioSelect)

    def __init__(self, *args: Any, leads: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].initial = TopicKind.TALK
        if not leads:
            self.fields["kind"].choices = [(TopicKind.TALK.value, TopicKind.TALK.label)]  # type: ignore[attr-defined]


class CloseTopicForm(forms.Form):
    """The summary of a topic, and who spoke."""

    summary = forms.CharField(
        label=_("小结"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("谈了什么、有哪些意见、下一步怎么办。通报、分享和知识普及要写小结，并记入支部工作手册。"),
    )  # fmt: skip
    spoke = forms.TypedMultipleChoiceField(
        label=_("发言的同志"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple,
        help_text=_("由您认定。只记谁发了言，不数消息。"),
    )  # fmt: skip

    def __init__(self, *args: Any, people: list[Place], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(place.person_id, place.person.name) for place in people]
        self.fields["spoke"].choices = choices  # type: ignore[attr-defined]


class PollForm(Keyed):
    """A quick question."""

    question = forms.CharField(label=_("问什么"), max_length=200)
    options = forms.CharField(
        label=_("选项"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("每行一个，两个到八个。"),
    )  # fmt: skip
    several = forms.BooleanField(label=_("可以选几项"), required=False)
    closes_at = forms.DateTimeField(
        label=_("截止时间"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip

    def clean_options(self) -> list[str]:
        """The lines that are not empty, each once."""
        lines = dict.fromkeys(line.strip() for line in self.cleaned_data["options"].splitlines())
        offered = [line for line in lines if line]
        if not 2 <= len(offered) <= 8:
            raise ValidationError(_("请写两个到八个选项，每行一个。"))
        return offered


class NoticeForm(Keyed):
    """A notice that asks for an act."""

    text = forms.CharField(label=_("通知内容"), max_length=1200, widget=forms.Textarea(attrs={"rows": 5}))
    act = forms.CharField(
        label=_("请大家确认什么"), max_length=40, help_text=_("写一件要做的事，例如：周五的党员大会我能到会。"),
    )  # fmt: skip
    due_at = forms.DateTimeField(
        label=_("请在此前确认"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )  # fmt: skip


class GroupForm(Keyed):
    """A free group."""

    name = forms.CharField(label=_("群名"), max_length=60)
    kind = forms.ChoiceField(
        label=_("用途"), choices=[(kind.value, kind.label) for kind in FREE_GROUPS], widget=forms.RadioSelect
    )


class NameForm(forms.Form):
    """Somebody or something by name."""

    name = forms.CharField(label=_("姓名或工号"), max_length=40)


class RobotForm(forms.Form):
    """A robot's name."""

    name = forms.CharField(label=_("机器人名称"), max_length=20, help_text=_("例如：设备点检提醒"))
