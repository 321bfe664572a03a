"""How forms are drawn, and the form of display wishes."""

from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.translation import gettext_lazy as _


class Renderer(TemplatesSetting):
    """Every `{{ form }}` in our voice: label above, help, error beside the field, a summary on top."""

    form_template_name = "kernel/form.html"
    field_template_name = "kernel/field.html"


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
