"""Forms of importing and exporting a roster."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.members.rules.roster.guard import MAX_BYTES, MIB


class UploadForm(forms.Form):
    """The file; `key` makes sending the form twice the same as once."""

    file = forms.FileField(
        label=_("名册文件"),
        help_text=_("xlsx、xls、ods 或 csv，最大 30 MB。系统自己找表头和列，先预览，不会马上导入。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_file(self) -> Any:
        """Too large a file is refused before anything reads it."""
        file = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(
                _("文件有 %(size)d MB，超过了 %(limit)d MB。请删去图片和多余的工作表，或按支部分成几个文件再上传。"),
                params={"size": (file.size or 0) // MIB, "limit": MAX_BYTES // MIB},
            )
        return file


class ImportForm(forms.Form):
    """What the person who imports agrees to; a box is asked for only when it matters."""

    skip_bad_rows = forms.BooleanField(label=_("跳过有错误的行，先导入其余的"), required=False)
    found_new_branches = forms.BooleanField(label=_("同意设立这些党支部"), required=False)

    def __init__(self, *args: Any, bad_rows: int, new_branches: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not bad_rows:
            del self.fields["skip_bad_rows"]
        if not new_branches:
            del self.fields["found_new_branches"]

    def agreed(self) -> dict[str, bool]:
        """Both answers; False for one that was not asked."""
        self.full_clean()
        return {name: bool(self.cleaned_data.get(name)) for name in ("skip_bad_rows", "found_new_branches")}


class ExportForm(forms.Form):
    """Why class A data leaves."""

    reason = forms.CharField(
        label=_("用途"),
        max_length=200,
        help_text=_("名册含身份证号、住址等敏感信息，每次导出都会记入审计日志。"),
    )
