"""Source sentences are Chinese; each has its English one."""

import re

import pytest
from tools import messages

APPS = [pytest.param(app, id=app.name) for app in messages.apps()]
CHINESE = re.compile(r"[\u3400-\u9fff]")
TWO_WORDS = re.compile(r"[A-Za-z]{2,}\W+[A-Za-z]{2,}")


def is_foreign(sentence):
    """A source sentence of two words or more without a Chinese character."""
    return not CHINESE.search(sentence) and bool(TWO_WORDS.search(sentence))


@pytest.mark.parametrize("app", APPS)
def test_the_english_of_the_app_is_complete(app):
    assert messages.faults(app) == []


@pytest.mark.parametrize("app", APPS)
def test_source_sentences_are_chinese(app):
    sentences = {key[0] if isinstance(key[0], str) else key[0][0] for key, _path in messages.sentences(app)}
    assert [sentence for sentence in sorted(sentences) if is_foreign(sentence)] == []


def _app(tmp_path, source, po):
    folder = tmp_path / "locale/en/LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{po}')
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(source)
    return tmp_path


PAGE = '<p>\n  {% translate "您好" %}\n</p>{% blocktranslate %}共 {{ count }} 人{% endblocktranslate %}'
GREETING = 'msgid "您好"\nmsgstr "Hello"\n\n'


@pytest.mark.parametrize(
    ("english", "fault"),
    [
        ("", ["is not in the catalogue"]),
        ('msgid "共 %(count)s 人"\nmsgstr ""\n', ["has no translation"]),
        ('#, fuzzy\nmsgid "共 %(count)s 人"\nmsgstr "%(count)s people"\n', ["has no translation"]),
        ('msgid "共 %(count)s 人"\nmsgstr "%(cuont)s people"\n', ["has other placeholders"]),
        ('msgid "共 %(count)s 人"\nmsgstr "%(count)s people"\n', []),
    ],
)
def test_each_gap_in_a_catalogue_is_found(tmp_path, monkeypatch, english, fault):
    monkeypatch.setattr(messages, "ROOT", tmp_path)
    found = messages.faults(_app(tmp_path, PAGE, GREETING + english))
    assert [sentence.split("' ", 1)[1] for sentence in found] == fault
