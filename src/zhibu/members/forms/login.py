"""Forms of signing in."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from zhibu.kernel.clock import now
from zhibu.kernel.errors import Refused
from zhibu.members.models import Account
from zhibu.members.services import login


class LoginForm(forms.Form):
    """Name and password; valid when they belong to `account`."""

    name = forms.CharField(
        label=_("工号、手机号或用户名"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label=_("密码"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.account: Account | None = None

    def clean(self) -> dict[str, Any] | None:
        """Ask the service; its sentence becomes the form's."""
        values = self.cleaned_data
        if {"name", "password"} <= values.keys():
            try:
                self.account = login.check_password(self.request, at=now(), **values)
            except Refused as refusal:
                raise ValidationError(str(refusal), code=refusal.code) from None
        return values


class CodeForm(forms.Form):
    """Six digits of the authenticator; valid when they were right, and then the session has its roles."""

    code = forms.CharField(
        label=_("6 位验证码"), max_length=12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "autofocus": True}),
    )  # fmt: skip

    def __init__(self, request: HttpRequest, *args: Any, setting_up: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request, self.setting_up = request, setting_up

    def clean_code(self) -> str:
        """Blanks between the digits do not matter."""
        code = "".join(self.cleaned_data["code"].split())
        try:
            login.pass_code(self.request, code=code, at=now(), setting_up=self.setting_up)
        except Refused as refusal:
            raise ValidationError(str(refusal), code=refusal.code) from None
        return code


class NewPasswordForm(forms.Form):
    """A password and once more, checked by Django's validators."""

    password = forms.CharField(
        label=_("新密码"), strip=False, max_length=200,
        help_text=_("至少 10 个字符；不要和姓名、工号、手机号太像，也不要用常见的密码。"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("再输一次新密码"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, account: Account | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.account = account

    def clean_password(self) -> str:
        """Long enough, not a common one, not one's name."""
        password: str = self.cleaned_data["password"]
        validate_password(password, self.account)
        return password

    def clean(self) -> dict[str, Any] | None:
        """Both are the same."""
        values = self.cleaned_data
        if "password" in values and values.get("again") != values["password"]:
            self.add_error("again", _("两次输入不一样。请再输一次。"))
        return values


class PasswordForm(NewPasswordForm):
    """One's own change of password, with the present one."""

    current = forms.CharField(
        label=_("现在的密码"), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    field_order = ("current", "password", "again")

    def clean_current(self) -> str:
        """The present password is right."""
        current: str = self.cleaned_data["current"]
        if self.account is None or not self.account.check_password(current):
            raise ValidationError(_("现在的密码不对。请核对后再输一次。"))
        return current


class ReasonForm(forms.Form):
    """An act that needs a reason."""

    reason = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))
