"""Forms about messages."""

from django import forms
from django.utils.translation import gettext_lazy as _


class WishForm(forms.Form):
    """Where else messages may go."""

    address = forms.EmailField(
        label=_("电子邮箱"), required=False, help_text=_("留空就只在“消息”页查看。晚上九点到早上八点不会发送。")
    )
