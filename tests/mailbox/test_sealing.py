"""Sealing here opens there: sizes say nothing, receipts stretch the same way, another key opens nothing."""

import pytest
from nacl.exceptions import CryptoError

from zhibu.mailbox.rules import codes, sealing


def test_words_are_padded_to_whole_kilobytes_and_open_again():
    pair = sealing.new_pair()
    short, longer = (sealing.seal_words({"text": text}, pair.public) for text in ("少", "多" * 200))
    assert len(short) == len(longer)
    assert sealing.is_sealed_words(short)
    assert sealing.open_words(longer, pair) == {"text": "多" * 200}


def test_another_key_opens_nothing():
    sealed = sealing.seal_words({"text": "x"}, sealing.new_pair().public)
    with pytest.raises(CryptoError):
        sealing.open_words(sealed, sealing.new_pair())


def test_files_are_padded_and_open_again():
    pair = sealing.new_pair()
    sealed = sealing.seal_file(b"abc", pair.public)
    assert (len(sealed), sealing.open_file(sealed, pair)) == (65536 + 48, b"abc")
    assert sealing.is_sealed_file(sealed)


def test_a_receipt_gives_the_same_pair_and_identifier_each_time(world):
    first, again = (sealing.derive("1234567890123456", salt=codes.salt()) for _ in range(2))
    other = sealing.derive("1234567890123457", salt=codes.salt())
    assert first == again
    assert first[1] != other[1]
    assert len(first[1]) == 64


def test_what_is_stored_of_a_receipt_is_a_keyed_digest(settings):
    stored = codes.stored_receipt("ab" * 32)
    settings.INDEX_KEY = "another"
    assert codes.stored_receipt("ab" * 32) != stored
    assert len(stored) == 32


@pytest.mark.parametrize(
    ("typed", "read"),
    [("1234 5678 9012 3456", "1234567890123456"), ("1234-567890123456", "1234567890123456"), ("1", ""), ("x" * 9, "")],
)
def test_receipts_are_read_as_people_type_them(typed, read):
    assert codes.read_receipt(typed) == read


def test_receipts_and_numbers_are_drawn():
    assert len({codes.new_receipt() for _ in range(50)}) == 50
    assert all(codes.RECEIPT.fullmatch(codes.new_receipt()) for _ in range(50))
    assert all(len(codes.new_number()) == 9 for _ in range(5))


@pytest.mark.parametrize("text", ["", "no base 64!", "YWJj"])
def test_what_is_no_cipher_text_is_told_apart(text):
    assert not sealing.is_key(text)
    assert not sealing.is_sealed_key(text)
    assert not sealing.is_sealed_words(text)
