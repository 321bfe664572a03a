"""What a matter is made of: guide, form, materials, steps, letters. Data that staff write, read back into shapes."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from zhibu.casework.enums import Ask, Duty, Fact, Held, Special

CODE = re.compile(r"^[a-z][a-z0-9_]{0,29}$")
PLACEHOLDER = re.compile(r"\{([a-z0-9_.]+)\}")
KNOWN = ("name", "branch", "number", "today", "matter", "handler", "mobile", "about")
CHOICES = (Ask.CHOICE, Ask.MANY)
CONSENT = ("同意", "不同意")


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One question. `sample` stands beside it; `only_if` ("code=value") shows it under a condition.

    `secret` is class A (rules.md 10.2): masked for handlers until they open it, each opening logged.
    """

    code: str
    label: str
    ask: str = Ask.TEXT
    sample: str = ""
    required: bool = True
    secret: bool = False
    choices: tuple[str, ...] = ()
    known: str = ""
    only_if: str = ""

    @property
    def condition(self) -> tuple[str, str]:
        """The field and the value that it waits for; ("", "") for none."""
        code, _sign, value = self.only_if.partition("=")
        return code.strip(), value.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A paper that is photographed or attached. `only_if` as for fields."""

    code: str
    label: str
    sample: str = ""
    required: bool = True
    only_if: str = ""

    @property
    def condition(self) -> tuple[str, str]:
        """As of a field."""
        code, _sign, value = self.only_if.partition("=")
        return code.strip(), value.strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What a handler does: whose duty, in how many working days, what he notes, whether he gives money.

    `letter` names the letter that is issued when the step is finished; `visit` makes it a fact of the ledger.
    """

    code: str
    label: str
    duty: str
    days: int = 3
    note: str = ""
    fields: tuple[Field, ...] = ()
    pays: bool = False
    letter: str = ""
    visit: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A paper that the case ends with. The body holds {name}, {branch}, {form.code} and the like."""

    code: str
    title: str
    body: str
    issuer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """A matter as one version of it says. `most_fen` bounds what may be given; 0 is no bound."""

    title: str
    summary: str = ""
    guide: str = ""
    who: str = ""
    hall: str = "union"
    icon: str = "document"
    special: str = Special.NONE
    for_others: bool = False
    officers_only: bool = False
    most_fen: int = 0
    renews: str = ""
    offers: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    materials: tuple[Material, ...] = ()
    steps: tuple[Step, ...] = ()
    letters: tuple[Letter, ...] = field(default=())

    @property
    def days(self) -> int:
        """Working days promised for the whole way."""
        return sum(step.days for step in self.steps)

    def letter(self, code: str) -> Letter | None:
        """One of its letters."""
        return next((one for one in self.letters if one.code == code), None)

    @property
    def consents(self) -> tuple[Field, ...]:
        """Questions without whose yes nothing may go on: a list goes outside, and each choice between exactly 同意 and
        不同意 asks whether one's data may (separate consent, rules.md 10.2; PIPL 23, 29)."""
        asked = self.fields if self.special == Special.WINDOWS else ()
        return tuple(one for one in asked if one.ask == Ask.CHOICE and set(one.choices) == set(CONSENT))

    @property
    def asks_activity(self) -> bool:
        """Whether one of its questions offers the activities that are on."""
        return any(one.ask == Ask.ACTIVITY for one in self.fields)

    @property
    def expiry_code(self) -> str:
        """The field of a step that says until when the result holds; "" for none."""
        dates = [one.code for step in self.steps for one in step.fields if one.ask == Ask.DATE]
        return dates[-1] if dates and self.special == Special.EXPIRY else ""


T = TypeVar("T")
PARTS: dict[str, type[Any]] = {"fields": Field, "materials": Material, "steps": Step, "letters": Letter}


def parse(data: Mapping[str, Any]) -> Definition:
    """A stored definition; what it does not say has its default, what nobody knows is left out."""
    parts = {name: tuple(part(name, one) for one in data.get(name, ())) for name in PARTS}
    return _made(Definition, {**data, "offers": tuple(data.get("offers", ())), **parts})


def part(name: str, data: Mapping[str, Any]) -> Any:
    """One field, material, step or letter as it is stored."""
    said = dict(data)
    if name == "steps":
        said["fields"] = tuple(part("fields", one) for one in data.get("fields", ()))
    if name == "fields":
        said["choices"] = tuple(data.get("choices", ()))
    return _made(PARTS[name], said)


def _made(shape: type[T], data: Mapping[str, Any]) -> T:
    known = {one.name for one in fields(shape)}  # type: ignore[arg-type]
    return shape(**{name: value for name, value in data.items() if name in known})


def as_data(definition: Definition) -> dict[str, Any]:
    """As it is stored."""
    return asdict(definition)


def faults(definition: Definition) -> list[str]:
    """Why it cannot be published yet, in words; empty when it can."""
    found = [_("要有名称")] if not definition.title.strip() else []
    found += [] if definition.steps else [_("至少要有一步")]
    found += [] if definition.fields else [_("至少要问一项")]
    found += _code_faults(definition)
    found += [fault for step in definition.steps for fault in _step_faults(step, definition)]
    found += [fault for one in (*definition.fields, *_step_fields(definition)) for fault in _field_faults(one)]
    found += _condition_faults(definition)
    return found + [fault for one in definition.letters for fault in _letter_faults(one, definition)]


def _step_fields(definition: Definition) -> list[Field]:
    return [one for step in definition.steps for one in step.fields]


def _code_faults(definition: Definition) -> list[str]:
    found = []
    asked = [*definition.fields, *_step_fields(definition)]
    for rows in (asked, definition.materials, definition.steps, definition.letters):
        codes = [one.code for one in rows]
        found += [_("代号 %(code)s 用了两次") % {"code": code} for code in sorted(_doubles(codes))]
        found += [_("代号 %(code)s 要用小写字母开头") % {"code": code or "—"} for code in codes if not CODE.match(code)]
    return found


def _doubles(codes: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    return {code for code in codes if code in seen or seen.add(code)}  # type: ignore[func-returns-value]


def _step_faults(step: Step, definition: Definition) -> list[str]:
    found = []
    if step.duty not in Duty.values:
        found.append(_("“%(step)s”没有说由谁办") % {"step": step.label})
    if not 1 <= step.days <= 60:
        found.append(_("“%(step)s”的时限要在 1 到 60 个工作日之间") % {"step": step.label})
    if step.letter and definition.letter(step.letter) is None:
        found.append(_("“%(step)s”要出具的文书没有写") % {"step": step.label})
    return found


def _field_faults(one: Field) -> list[str]:
    if one.ask not in Ask.values:
        return [_("“%(field)s”的类型不认识") % {"field": one.label}]
    if one.known and one.known not in Held.values:
        return [_("“%(field)s”预填的来源不认识") % {"field": one.label}]
    if one.ask in CHOICES and len(one.choices) < 2:
        return [_("“%(field)s”至少要有两个选项") % {"field": one.label}]
    if one.ask == Ask.ACTIVITY and not one.choices:
        return [_("“%(field)s”至少要有一个选项，给没有合适活动的人") % {"field": one.label}]
    return []


def _condition_faults(definition: Definition) -> list[str]:
    """A condition looks back at a choice or a yes that stands before."""
    found = []
    before: dict[str, Field] = {}
    for one in definition.fields:
        found += _unmet(one.label, one.condition, before)
        before[one.code] = one
    for paper in definition.materials:
        found += _unmet(paper.label, paper.condition, before)
    found += [_("不认识的提示条件 %(code)s") % {"code": code} for code in definition.offers if code not in Fact.values]
    return found


def _unmet(label: str, condition: tuple[str, str], before: Mapping[str, Field]) -> list[str]:
    code, value = condition
    if not code:
        return []
    asked = before.get(code)
    values = ("yes",) if asked and asked.ask == Ask.YES else asked.choices if asked else ()
    return [] if value in values else [_("“%(field)s”的条件要指向前面的选项") % {"field": label}]


def _letter_faults(letter: Letter, definition: Definition) -> list[str]:
    asked = {f"form.{one.code}" for one in (*definition.fields, *_step_fields(definition))}
    wrong = sorted(set(PLACEHOLDER.findall(letter.body)) - asked - set(KNOWN))
    return [_("文书“%(letter)s”里没有 %(name)s 这一项") % {"letter": letter.title, "name": name} for name in wrong]
