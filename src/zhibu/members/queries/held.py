"""What is held on people, item by item, for apps that ask for it again: to prefill and compare, never to copy."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, cast

from django.db.models import BooleanField, DateField

from zhibu.members.enums import CorrectionState, Sex
from zhibu.members.models import Correction, Membership, Person
from zhibu.members.queries.corrections import words
from zhibu.members.queries.records import CHOICES
from zhibu.members.rules.citizen_id import mask
from zhibu.members.rules.codes import EDUCATIONS, ETHNICITIES, PARTY_EDUCATIONS
from zhibu.members.rules.particulars import SEALED, Details, faults, normalised
from zhibu.members.rules.record import CORRECTABLE, LABELS, Words, text_of, value_of

_AT_ONCE = 500  # values in one query; both databases take more
_DERIVED = ("standing",)  # worked out, held nowhere
_CODED = {"sex": tuple(map(int, (Sex.MALE, Sex.FEMALE)))}


@dataclass(frozen=True, slots=True)
class RecordField:
    """One item of a record: `kind` is text, day, yes_no or choice; `secret` ones are class A (rules.md 10.2)."""

    code: str
    label: Words
    kind: str
    choices: tuple[tuple[str, Words], ...]
    longest: int
    secret: bool
    correctable: bool


@cache
def record_fields() -> dict[str, RecordField]:
    """Every item that a record holds, by its code, in the order of the form."""
    return {code: _field(code) for code in LABELS if code not in _DERIVED}


def _field(code: str) -> RecordField:
    model = Person if code in {field.name for field in Person._meta.local_fields} else Membership
    column = cast("Any", model._meta.get_field(code))
    choices = _choices(code)
    kind = "choice" if choices else "yes_no" if isinstance(column, BooleanField) else "text"
    kind = "day" if isinstance(column, DateField) else kind
    longest = getattr(column, "max_length", None) or 200
    return RecordField(code, LABELS[code], kind, choices, longest, code in SEALED, code in CORRECTABLE)


def _choices(code: str) -> tuple[tuple[str, Words], ...]:
    if code in _CODED:
        return tuple((str(number), Sex(number).label) for number in _CODED[code])
    lists: dict[str, Iterable[str]] = {
        "ethnicity": ETHNICITIES.values(), "education": (*EDUCATIONS.values(), *PARTY_EDUCATIONS),
    }  # fmt: skip
    return tuple((name, name) for name in lists.get(code, ()))


def held_values(person_ids: Iterable[int], fields: Iterable[str]) -> dict[int, dict[str, str]]:
    """Person → field → the value as a text, "" for nothing; class A in clear.

    For services, and for queries whose caller has been authorised: a page shows `shown_value`, which masks class A.
    """
    wanted = [code for code in fields if code in record_fields()]
    found: dict[int, dict[str, str]] = {}
    ids = sorted(set(person_ids))
    for start in range(0, len(ids), _AT_ONCE):
        rows = Person.objects.filter(pk__in=ids[start : start + _AT_ONCE])
        for person in rows.select_related("membership__branch", "membership__group"):
            found[person.pk] = {code: _text(person, code) for code in wanted}
    return found


def _text(person: Person, code: str) -> str:
    held = person if hasattr(person, code) else getattr(person, "membership", None)
    value = getattr(held, code, None)
    if code in {"branch", "group"}:
        return str(value.name) if value else ""
    return "" if code == "sex" and not value else text_of(value)


def shown_value(field: str, text: str) -> Words:
    """A held or proposed text as people read it; class A masked."""
    if field == "citizen_id":
        return mask(text) if text else ""
    if field in SEALED:
        return "＊" * min(len(text), 8)
    if field in {"category", "status"} and text:
        return CHOICES[field](text).label  # type: ignore[no-any-return]
    return words(field, text) if text or record_fields()[field].kind == "yes_no" else ""


def value_fault(field: str, text: str, *, today: date) -> object | None:
    """Why a text (days as ISO 8601) cannot be the value of an item, or None."""
    details = cast("Details", {field: value_of(field, text)})
    return faults(normalised(details, today=today), today=today).get(field)


def waiting_corrections(person_ids: Iterable[int]) -> dict[int, dict[str, tuple[int, str]]]:
    """Person → field → (number, proposed text) of the requests for correction that wait for an answer."""
    found: dict[int, dict[str, tuple[int, str]]] = defaultdict(dict)
    for row in Correction.objects.filter(person_id__in=list(person_ids), state=CorrectionState.WAITING):
        found[row.person_id][row.field] = (row.pk, row.proposed)
    return found


def corrections_told(pks: Iterable[int]) -> dict[int, tuple[str, str, str]]:
    """Number → (state, proposed text, answer) of requests for correction, for the app that passed them on."""
    rows = Correction.objects.filter(pk__in=list(pks))
    return {row.pk: (str(row.state), row.proposed, row.answer) for row in rows}
