"""How forms are drawn, and the form of display wishes."""

from typing import Any

from django import forms
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import Select
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _


class Renderer(TemplatesSetting):
    """Every `{{ form }}` in our voice: label above, help, error beside the field, a summary on top."""

    form_template_name = "kernel/form.html"
    field_template_name = "kernel/field.html"

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A template's text; a list of choices without templates, which take a millisecond for ten of them."""
        if template_name == Select.template_name:
            return _select(context["widget"])
        return str(super().render(template_name, context, request))


def _select(widget: dict[str, Any]) -> SafeString:
    """What Django's templates of a select and its options give, without their blank lines."""
    lines: list[str] = []
    for name, options, _number in widget["optgroups"]:
        drawn = [_option(option) for option in options]
        lines += [format_html('\n  <optgroup label="{}">', name), *drawn, "\n  </optgroup>"] if name else drawn
    inside = SafeString("".join(lines))
    return format_html('<select name="{}"{}>{}\n</select>\n', widget["name"], _attributes(widget), inside)


def _option(option: dict[str, Any]) -> SafeString:
    value, label = str(option["value"]), option["label"]
    return format_html('\n  <option value="{}"{}>{}</option>', value, _attributes(option), label)


def _attributes(widget: dict[str, Any]) -> SafeString:
    given = [(name, value) for name, value in widget["attrs"].items() if value is not False]
    bare, full = " {}", ' {}="{}"'
    pairs = (format_html(bare, name) if value is True else format_html(full, name, value) for name, value in given)
    return SafeString("".join(pairs))


class DisplayForm(forms.Form):
    """Wishes of this browser; they are kept in cookies, so they work before anybody signs in."""

    elder = forms.BooleanField(label=_("长辈版"), required=False, help_text=_("字更大，按钮更大，一屏只放一列。"))
    scale = forms.ChoiceField(
        label=_("文字大小"),
        widget=forms.RadioSelect,
        choices=[("0.9", _("小")), ("1", _("标准")), ("1.25", _("大")), ("1.5", _("很大")), ("1.75", _("最大"))],
    )
    theme = forms.ChoiceField(
        label=_("颜色"),
        widget=forms.RadioSelect,
        choices=[("auto", _("跟随手机")), ("light", _("浅色")), ("dark", _("深色"))],
    )
    language = forms.ChoiceField(
        label=_("语言"), widget=forms.RadioSelect, choices=[("zh-hans", "简体中文"), ("en", "English")]
    )

    def as_cookies(self) -> dict[str, str]:
        """Cookie names and values of a valid form."""
        wishes = self.cleaned_data
        return {
            "zhibu_elder": "1" if wishes["elder"] else "0",
            "zhibu_scale": wishes["scale"],
            "zhibu_theme": wishes["theme"],
            "zhibu_language": wishes["language"],
        }
