"""Forms of check-in."""

import json
import unicodedata
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from zhibu.activities.enums import HOST_METHODS, SELF_METHODS, CheckInMethod
from zhibu.activities.services.checkin import Mark

MOST_MARKS = 5000


class CheckInForm(forms.Form):
    """A scanned proof, a typed code, or a tap. Full-width digits and blanks are taken as meant."""

    method = forms.ChoiceField(choices=[(m.value, m.label) for m in SELF_METHODS], widget=forms.HiddenInput)
    code = forms.CharField(
        label=_("六位签到码"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "pattern": "[0-9０-９ ]*"}),
    )  # fmt: skip

    def clean_code(self) -> str:
        """Digits as typed on any keyboard."""
        return "".join(unicodedata.normalize("NFKC", str(self.cleaned_data["code"])).split())


class TypeCodeForm(CheckInForm):
    """The page where one types: there the code is what is asked for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].required = True


class MarksForm(forms.Form):
    """Ticked names from the page, or a batch from a phone that was offline.

    A batch is JSON: `[{"person": 1, "key": "…", "age": 12.5}, …]`, age in seconds.
    """

    method = forms.ChoiceField(choices=[(m.value, m.label) for m in HOST_METHODS], initial=CheckInMethod.ROLL_CALL)
    session = forms.IntegerField(min_value=1, required=False)
    people = forms.TypedMultipleChoiceField(coerce=int, required=False)
    batch = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Whoever is not on the list is sorted out by the service, which names him in its answer.
        self.fields["people"].valid_value = lambda value: str(value).isdecimal()  # type: ignore[attr-defined]

    def clean_batch(self) -> list[Mark]:
        """The marks of a batch; anything else is refused as a whole."""
        if not (text := self.cleaned_data["batch"]):
            return []
        try:
            rows = json.loads(text)[:MOST_MARKS]
            return [Mark(int(row["person"]), UUID(row["key"]), timedelta(seconds=float(row["age"]))) for row in rows]
        except (ValueError, KeyError, TypeError, AttributeError, OverflowError) as error:
            raise forms.ValidationError(_("这批点名记录读不出来，请在点名页重新勾选后提交。")) from error

    def marks(self) -> list[Mark]:
        """All marks of a valid form."""
        ticked = [Mark(person_id, uuid4()) for person_id in self.cleaned_data["people"]]
        return [*ticked, *self.cleaned_data["batch"]]


class GuestForm(forms.Form):
    """Whom to add, and as what."""

    person = forms.IntegerField(min_value=1)
    is_guest = forms.ChoiceField(choices=[("1", _("列席")), ("0", _("应到"))], required=False)
