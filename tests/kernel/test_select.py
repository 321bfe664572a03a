"""A select is drawn without templates; it must read as Django's templates draw it."""

import pytest
from django.forms import ChoiceField, Form, MultipleChoiceField, Select, SelectMultiple
from django.forms.renderers import TemplatesSetting

from zhibu.kernel.forms import Renderer

CHOICES = [("", "全部"), (1, "<b>甲</b>"), ('"2"', "乙 & 丙"), ("组", [("3", "三"), ("4", "四")]), (None, "无")]


class Chosen(Form):
    plain = ChoiceField(choices=CHOICES, required=False)
    marked = ChoiceField(choices=CHOICES, widget=Select(attrs={"data-x": 'a"b', "autofocus": True, "hidden": False}))
    many = MultipleChoiceField(choices=CHOICES[:3], widget=SelectMultiple)


@pytest.mark.parametrize("given", [{}, {"plain": "1", "marked": "4", "many": ["", "1"]}, {"plain": '"2"'}])
@pytest.mark.parametrize("name", ["plain", "marked", "many"])
def test_as_djangos_own_templates(name, given):
    ours, theirs = (
        str(Chosen(given or None, renderer=renderer)[name]) for renderer in (Renderer(), TemplatesSetting())
    )
    assert ours.splitlines() == [line for line in theirs.splitlines() if line.strip()]
    assert ours.startswith("<select")
