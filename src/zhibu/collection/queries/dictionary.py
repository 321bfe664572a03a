"""The field dictionary, and how each item of it stands for people: held value, source, who confirmed it and when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from zhibu.collection.enums import Secrecy, Stage, Standing
from zhibu.collection.models import Confirmation
from zhibu.collection.rules.dictionary import HEADINGS, care_for, digest, good_until, standing
from zhibu.kernel.clock import local_date
from zhibu.members.api import RecordField, held_values, record_fields, shown_value, waiting_corrections

_AT_ONCE = 500
Words = str | Promise
SOURCE: Words = _("党员档案")


@dataclass(frozen=True, slots=True)
class Entry:
    """One item of the dictionary: where it comes from, its class, who has the last word and for how many months."""

    about: RecordField
    source: Words
    secrecy: Secrecy
    confirmer: Stage
    months: int | None

    @property
    def code(self) -> str:
        """Its name in the record."""
        return self.about.code


@cache
def entries() -> dict[str, Entry]:
    """Every item by its code, in the order of the national form."""
    return {code: _entry(about) for code, about in record_fields().items()}


def _entry(about: RecordField) -> Entry:
    care = care_for(about.code)
    return Entry(about, SOURCE, Secrecy.SECRET if about.secret else Secrecy.INTERNAL, care.confirmer, care.months)


def by_heading(codes: Iterable[str]) -> list[tuple[Words, list[Entry]]]:
    """Items under the headings that people look under; one without a heading comes last and is not lost."""
    wanted = [code for code in codes if code in entries()]
    placed = {code for _title, held in HEADINGS for code in held}
    groups = [*HEADINGS, (_("其他"), tuple(code for code in wanted if code not in placed))]
    found = [(title, [entries()[code] for code in held if code in wanted]) for title, held in groups]
    return [(title, items) for title, items in found if items]


def askable() -> list[Entry]:
    """What people can be asked: items that they know themselves. The others follow from what the organisation does."""
    return [entry for entry in entries().values() if entry.about.correctable]


@dataclass(frozen=True, slots=True)
class Held:
    """An item of somebody: `text` is in clear and never shown; `words` is. `said` has the latest word of each stage."""

    entry: Entry
    text: str
    standing: str
    said: dict[str, Confirmation] = field(default_factory=dict)
    correction_id: int | None = None
    proposed: str = ""

    @property
    def words(self) -> Words:
        """As people read it, class A masked."""
        return shown_value(self.entry.code, self.text)

    @property
    def proposed_words(self) -> Words:
        """What it is to become, when a correction waits."""
        return shown_value(self.entry.code, self.proposed)

    @property
    def latest(self) -> Confirmation | None:
        """The last word on the value as it is now."""
        return max(self.said.values(), key=lambda one: (one.at, one.pk), default=None)

    @property
    def good_until(self) -> date | None:
        """How long that word is good."""
        return good_until(local_date(self.latest.at) if self.latest else None, self.entry.months)


def standings(person_ids: Iterable[int], codes: Iterable[str], *, today: date) -> dict[int, dict[str, Held]]:
    """Person → code → how the item stands. For queries and services whose caller has been authorised."""
    ids, wanted = sorted(set(person_ids)), [code for code in codes if code in entries()]
    found: dict[int, dict[str, Held]] = {}
    for start in range(0, len(ids) if wanted else 0, _AT_ONCE):
        found |= _standings(ids[start : start + _AT_ONCE], wanted, today)
    return found


def _standings(ids: list[int], codes: list[str], today: date) -> dict[int, dict[str, Held]]:
    values, waits, said = held_values(ids, codes), waiting_corrections(ids), _said(ids, codes)
    return {
        person: {
            code: _held(person, code, text, waits.get(person, {}).get(code), said[person, code], today)
            for code, text in texts.items()
        }
        for person, texts in values.items()
    }


def _said(ids: list[int], codes: list[str]) -> dict[tuple[int, str], list[Confirmation]]:
    found: dict[tuple[int, str], list[Confirmation]] = defaultdict(list)
    for one in Confirmation.objects.filter(person_id__in=ids, field__in=codes).order_by("at", "pk"):
        found[one.person_id, one.field].append(one)
    return found


def _held(
    person: int, code: str, text: str, waits: tuple[int, str] | None, said: list[Confirmation], today: date
) -> Held:
    entry, mark = entries()[code], digest(person, code, text) if said else ""
    latest = {one.stage: one for one in said if one.digest == mark}
    last = max((local_date(one.at) for one in latest.values()), default=None)
    stands = standing(
        text, always=entry.about.kind == "yes_no", waits=waits is not None, confirmed_on=last, months=entry.months,
        today=today,
    )  # fmt: skip
    return Held(entry, text, stands, latest, *(waits or (None, "")))


@dataclass(frozen=True, slots=True)
class Part:
    """Items that stand alike."""

    title: Words
    rows: list[Held]


_TITLES: tuple[tuple[Standing, Any], ...] = (
    (Standing.MISSING, _("还缺这些")), (Standing.DUE, _("已知，请确认")), (Standing.WAITING, _("更正等待核对")),
    (Standing.KNOWN, _("已确认，仍然有效")),
)  # fmt: skip

_RECORDED: Words = _("由组织记录的")


def by_standing(rows: Iterable[Held]) -> list[Part]:
    """What one knows himself under headings, what asks for something first; then what the organisation records."""
    held = list(rows)
    own = [row for row in held if row.entry.about.correctable]
    recorded = [row for row in held if not row.entry.about.correctable and row.text]
    parts = [Part(title, [row for row in own if row.standing == kind]) for kind, title in _TITLES]
    return [part for part in (*parts, Part(_RECORDED, recorded)) if part.rows]
