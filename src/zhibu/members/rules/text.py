"""What people type into a cell, made plain: blanks, full-width characters, telephone numbers."""

import re
import unicodedata

# Characters that take no room but break comparisons (and, for control characters, databases): zero-width
# marks, soft hyphen, writing direction. Blanks and line ends are not among them.
_UNSEEN = dict.fromkeys(
    [
        *range(9), *range(14, 28), 0x7F, 0xAD, 0xFEFF,
        *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x2065),
    ]
)  # fmt: skip
_BLANKS = re.compile(r"\s+")
_DOTS = str.maketrans(dict.fromkeys("•‧・･∙⋅．", "·"))
_CHINESE = re.compile(r"[\u3400-\u9fff·]")
_MOBILE = re.compile(r"1[3-9]\d{9}\Z")
_LANDLINE = re.compile(r"(?:0\d{2,3}-?)?[2-9]\d{6,7}(?:-\d{1,6})?\Z")
_PUNCTUATION = re.compile(r"[\s().]+")
_DASHES = re.compile("[‐-―−－]")
_COUNTRY = re.compile(r"(?:\+|00)86-?")


def clean(value: object) -> str:
    """The text of a cell: whole floats without ".0", no unseen characters, blanks at the ends gone."""
    if isinstance(value, str):
        return value.strip() if value.isprintable() else value.translate(_UNSEEN).strip()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def plain(value: object) -> str:
    """`clean`, then half-width forms for full-width ones (NFKC)."""
    text = clean(value)
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def squeezed(value: object) -> str:
    """`plain` without any blank: for codes and for comparing names of bodies."""
    text = plain(value)
    return _BLANKS.sub("", text) if not text.isprintable() or " " in text else text


def person_name(value: object) -> str:
    """A name as on the identity card: one form of the dot, no blanks between Chinese characters.

    Not NFKC: that would replace rare characters of a name by others.
    """
    text = clean(value)
    if text.isalpha():
        return text
    text = text.translate(_DOTS)
    return _BLANKS.sub("" if _CHINESE.search(text) else " ", text)


def mobile_number(value: object) -> str | None:
    """The eleven digits of a mainland mobile number, or None. Takes blanks, hyphens, +86 and 0086."""
    digits = telephone(value).replace("-", "")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return digits if _MOBILE.match(digits) else None


def landline_number(value: object) -> str | None:
    """A land line as it was written, area code and extension included, or None."""
    text = telephone(value)
    return text if _LANDLINE.match(text) else None


def telephone(value: object) -> str:
    """A telephone number without blanks, brackets and country code, every dash a hyphen."""
    text = plain(value)
    if text.isdecimal() and not text.startswith("00"):
        return text
    text = _PUNCTUATION.sub("", _DASHES.sub("-", text).lstrip("'"))
    country = _COUNTRY.match(text)
    return text[country.end() :] if country else text
