"""Sealed texts say nothing before the key is told."""

import base64

import pytest
from cryptography.exceptions import InvalidTag

from zhibu.quiz.rules.sealing import new_secret, seal, unseal

SHEET = {
    "kind": "single",
    "stem": "党的生日",
    "options": ["一月", "七月"],
    "key": 1,
    "explanation": "七一",
    "variants": [],
}


def test_the_key_opens_what_is_shown_and_nothing_more():
    secret = new_secret()
    assert unseal(seal(SHEET, secret=secret), secret=secret) == {
        "kind": "single", "stem": "党的生日", "options": ["一月", "七月"]
    }  # fmt: skip


def test_another_key_opens_nothing():
    with pytest.raises(InvalidTag):
        unseal(seal(SHEET, secret=new_secret()), secret=new_secret())


def test_the_sealed_text_holds_no_word_of_it_and_its_length_tells_nothing():
    secret, long = new_secret(), SHEET | {"stem": "党的生日" * 30}
    assert "党的生日".encode() not in base64.b64decode(seal(SHEET, secret=secret))
    assert len(seal(SHEET, secret=secret)) == len(seal(long, secret=secret))
