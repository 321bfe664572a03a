"""Citizen identity numbers, GB 11643-1999 (rules.md 2.2b)."""

import re
from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from zhibu.members.rules.text import squeezed

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_FORM = re.compile(r"[0-9]{17}[0-9X]\Z", re.ASCII)
_PROVINCES = frozenset(
    str(code)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71))
    for code in range(first, last + 1)
)
# Residence permits of Hong Kong, Macao and Taiwan residents: the same form, another document.
_RESIDENCE_PERMITS = frozenset({"81", "82", "83"})


class IdClass(StrEnum):
    """What a number turned out to be; the first three can be stored."""

    OK = "ok"
    OK_AFTER_NORMALISE = "ok_after_normalise"
    OK_AREA_WARNING = "ok_area_warning"
    EMPTY = "empty"
    OLD_15_DIGIT = "old_15_digit"
    BAD_LENGTH = "bad_length"
    BAD_CHARACTER = "bad_character"
    BAD_PROVINCE = "bad_province"
    NOT_A_CITIZEN_NUMBER = "not_a_citizen_number"
    BAD_DATE = "bad_date"
    FUTURE_BIRTH_DATE = "future_birth_date"
    BAD_CHECKSUM = "bad_checksum"


_GOOD = frozenset({IdClass.OK, IdClass.OK_AFTER_NORMALISE, IdClass.OK_AREA_WARNING})


@dataclass(frozen=True, slots=True)
class CitizenId:
    """A number as read: `text` is the form to store; birth date and sex only when it is valid."""

    text: str
    error_class: IdClass
    birth_date: date | None = None
    sex: str = ""

    @property
    def valid(self) -> bool:
        """Whether it may be stored in the field citizen_id."""
        return self.error_class in _GOOD


def read_citizen_id(raw: object, *, today: date, known_areas: Container[str] | None = None) -> CitizenId:
    """Read and check one number. Never converts a 15-digit number.

    `known_areas` is a GB/T 2260 list; without one (none is shipped) areas are not looked at. Codes were
    abolished and renamed over the years, so an unknown area is a warning and never an error.
    """
    text = squeezed(raw).upper()
    if wrong := _why_malformed(text):
        return CitizenId(text, wrong)
    try:
        born = date(int(text[6:10]), int(text[10:12]), int(text[12:14]))
    except ValueError:
        return CitizenId(text, IdClass.BAD_DATE)
    if born > today:
        return CitizenId(text, IdClass.FUTURE_BIRTH_DATE)
    if check_character(text) != text[17]:
        return CitizenId(text, IdClass.BAD_CHECKSUM)
    good = IdClass.OK if text == raw else IdClass.OK_AFTER_NORMALISE
    if known_areas is not None and text[:6] not in known_areas:
        good = IdClass.OK_AREA_WARNING
    return CitizenId(text, good, born, "M" if int(text[16]) % 2 else "F")


def check_character(number: str) -> str:
    """The eighteenth character for the first seventeen digits."""
    return _CHECKS[sum(map(mul, map(int, number[:17]), _WEIGHTS)) % 11]


def mask(number: str) -> str:
    """What lists show: 1199**********0015 (rules.md 10.2)."""
    return f"{number[:4]}{'*' * (len(number) - 8)}{number[-4:]}" if len(number) > 8 else "*" * len(number)


def _why_malformed(text: str) -> IdClass | None:
    if not text:
        return IdClass.EMPTY
    if len(text) == 15 and text.isdecimal():
        return IdClass.OLD_15_DIGIT
    if len(text) != 18:
        return IdClass.BAD_LENGTH
    if not _FORM.match(text):
        return IdClass.BAD_CHARACTER
    if text[:2] in _RESIDENCE_PERMITS:
        return IdClass.NOT_A_CITIZEN_NUMBER
    return None if text[:2] in _PROVINCES else IdClass.BAD_PROVINCE
