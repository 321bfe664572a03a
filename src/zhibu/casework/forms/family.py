"""Dependants: up to five rows of name, relation and day of birth. No identity numbers of children (rules.md 10.1)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from zhibu.casework.rules.answers import MOST_DEPENDANTS

RELATIONS = ("配偶", "子女", "父亲", "母亲")
PARTS = ("name", "relation", "born_on")


class FamilyWidget(forms.Widget):
    """Rows that work without scripts; those behind the first filled one stay folded."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        """The rows in which something stands."""
        rows = [
            {part: str(data.get(f"{name}-{n}-{part}", "")).strip()[:40] for part in PARTS}
            for n in range(MOST_DEPENDANTS)
        ]
        return [row for row in rows if row["name"] or row["born_on"]]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        """Never: empty rows are an answer."""
        return False

    def id_for_label(self, id_: str) -> str:
        """The first name."""
        return f"{id_}-0-name" if id_ else id_

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The rows as fields with labels."""
        rows = list(value or [])
        rows += [{}] * (MOST_DEPENDANTS - len(rows))
        shown = max(1, len(value or []))
        drawn = [_row(name, number, row) for number, row in enumerate(rows)]
        first, more = SafeString("".join(drawn[:shown])), SafeString("".join(drawn[shown:]))
        if not more:
            return first
        return format_html("{}<details><summary>{}</summary>{}</details>", first, _("再加家属"), more)


def _row(name: str, number: int, row: dict[str, str]) -> SafeString:
    place = f"{name}-{number}"
    options = format_html_join(
        "", '<option value="{}"{}>{}</option>',
        ((one, SafeString(" selected") if row.get("relation") == one else "", one) for one in RELATIONS),
    )  # fmt: skip
    parts = (
        place, _("姓名"), place, place, row.get("name", ""),
        place, _("关系"), place, place, options,
        place, _("出生日期"), place, place, row.get("born_on", ""),
    )  # fmt: skip
    return format_html(
        '<div class="fields-3 family-row">'
        '<div class="field"><label for="id_{}-name">{}</label><input id="id_{}-name" name="{}-name" maxlength="40" value="{}"></div>'  # noqa: E501
        '<div class="field"><label for="id_{}-relation">{}</label><select id="id_{}-relation" name="{}-relation">{}</select></div>'  # noqa: E501
        '<div class="field"><label for="id_{}-born_on">{}</label><input type="date" id="id_{}-born_on" name="{}-born_on" value="{}"></div>'  # noqa: E501
        "</div>",
        *parts,
    )


class FamilyField(forms.Field):
    """A list of dependants."""

    widget = FamilyWidget

    def to_python(self, value: Any) -> list[dict[str, str]]:
        """Each with a name, a relation and a day of birth."""
        rows = list(value or [])
        for row in rows:
            if not row["name"] or row["relation"] not in RELATIONS or not _is_day(row["born_on"]):
                raise forms.ValidationError(_("每位家属要有姓名、关系和出生日期。"))
        return rows


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text) <= date.max
    except ValueError:
        return False
