"""Templates, styles and scripts under the content security policy: nothing inline, nothing from another host."""

import re

import pytest

from tests.architecture.source import files, name_of

TEMPLATES = files("templates/**/*.html")
STYLES_AND_SCRIPTS = files("static/**/*.css", "static/**/*.js")
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}|<!--.*?-->", re.S)
# Names of XML dialects; nobody fetches them.
NAMESPACES = re.compile(r"https?://www\.w3\.org/[\w/#.-]*")

INLINE = {
    "a script without src": re.compile(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.I),
    "an event attribute": re.compile(r"<[a-z][^>]*\s(?:on[a-z]+|hx-on[:-][\w:.-]+)\s*=", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
    "an evaluated expression": re.compile(r"hx-(?:vals|headers)\s*=\s*[\"']js:", re.I),
}
OTHER_HOST = re.compile(r"""https?://[^\s"'<>)]+|["'(]//[a-z0-9][^\s"'<>)]*""", re.I)
POST_FORM = re.compile(r"<form\b[^>]*method=[\"']?post.*?</form>", re.S | re.I)


def inline_parts(source):
    """What of a template the content security policy would stop."""
    shown = COMMENT.sub("", source)
    return [what for what, pattern in INLINE.items() if pattern.search(shown)]


def other_hosts(source):
    """Addresses of other hosts; comments of scripts and styles count too."""
    return OTHER_HOST.findall(NAMESPACES.sub("", COMMENT.sub("", source)))


def forms_without_token(source):
    return [form[:60] for form in POST_FORM.findall(source) if "{% csrf_token %}" not in form]


def test_nothing_in_a_template_is_inline():
    found = {name_of(path): inline_parts(path.read_text()) for path in TEMPLATES}
    assert {path: parts for path, parts in found.items() if parts} == {}


def test_what_people_wrote_is_escaped():
    """Only the picture of a check-in code, drawn here, is put in as it is."""
    unescaped = re.compile(r"\|\s*safe\b|autoescape\s+off")
    found = {path.name for path in TEMPLATES if unescaped.search(COMMENT.sub("", path.read_text()))}
    assert found == {"_code.html"}


def test_nothing_comes_from_another_host():
    found = {name_of(path): other_hosts(path.read_text()) for path in [*TEMPLATES, *STYLES_AND_SCRIPTS]}
    assert {path: hosts for path, hosts in found.items() if hosts} == {}


def test_every_form_that_changes_something_carries_its_token():
    found = {name_of(path): forms_without_token(path.read_text()) for path in TEMPLATES}
    assert {path: forms for path, forms in found.items() if forms} == {}


@pytest.mark.parametrize(
    "source",
    [
        "<script>go()</script>",
        "<style>p {}</style>",
        '<p class="a"\n style="color: red">',
        '<a\nonclick="go()">',
        '<a hx-on:click="go()">',
        '<a href="javascript:go()">',
        """<a hx-vals='js:{a: 1}'>""",
    ],
)
def test_each_inline_thing_is_found(source):
    assert len(inline_parts(source)) == 1


def test_what_is_allowed_is_left_alone():
    allowed = '<script type="module" src="{% static \'a.js\' %}"></script><p data-on="x">{# <style> #}{{ person }}</p>'
    assert inline_parts(allowed) == []


@pytest.mark.parametrize("source", ['<img src="//cdn.example/a.png">', "@import url(https://fonts.example/a.css)"])
def test_each_foreign_address_is_found(source):
    assert len(other_hosts(source)) == 1


def test_a_form_without_token_is_found():
    assert len(forms_without_token('<form method="post" action="/x">\n<button>保存</button></form>')) == 1
