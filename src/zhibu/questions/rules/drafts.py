"""A question as a person writes it, in a form or in a row of a table, and what is wrong with it."""

import dataclasses
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from zhibu.questions.enums import Difficulty, Kind
from zhibu.questions.rules.sheets import decimal_of, folded

MOST_OPTIONS = 8
LETTERS = "ABCDEFGH"
MOST_STEM, MOST_OPTION, MOST_ANSWER, MOST_EXPLANATION, MOST_SOURCE = 500, 200, 100, 1000, 300
MOST_TAGS, MOST_TAG = 10, 30
_KINDS = {
    **{str(kind): kind for kind in Kind},
    "单选题": Kind.SINGLE, "单选": Kind.SINGLE, "多选题": Kind.MULTIPLE, "多选": Kind.MULTIPLE,
    "判断题": Kind.TRUE_FALSE, "判断": Kind.TRUE_FALSE, "排序题": Kind.ORDER, "排序": Kind.ORDER,
    "数字题": Kind.NUMBER, "数字": Kind.NUMBER, "填空题": Kind.TEXT, "填空": Kind.TEXT,
}  # fmt: skip
_DIFFICULTIES = {
    "": Difficulty.MEDIUM, "1": Difficulty.EASY, "2": Difficulty.MEDIUM, "3": Difficulty.HARD,
    "容易": Difficulty.EASY, "易": Difficulty.EASY, "适中": Difficulty.MEDIUM, "中": Difficulty.MEDIUM,
    "较难": Difficulty.HARD, "难": Difficulty.HARD,
}  # fmt: skip
_TRUE = frozenset({"对", "正确", "是", "√", "t", "true", "yes", "y", "1"})
_FALSE = frozenset({"错", "错误", "否", "×", "x", "f", "false", "no", "n", "0"})
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_BETWEEN_TAGS = re.compile(r"[、,，;；|\n]+")
_BETWEEN_WORDINGS = re.compile(r"[|\n]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with one field; `kind` names a sentence of rules/problems.py."""

    field: str
    kind: str
    values: Mapping[str, object] = dataclasses.field(default_factory=dict)


@dataclasses.dataclass(frozen=True, slots=True)
class Draft:
    """A question as it goes into the bank; `key` has the shapes of QuestionSheet."""

    kind: Kind
    stem: str
    options: tuple[str, ...]
    key: Any
    variants: tuple[str, ...]
    tolerance: str
    explanation: str
    source: str
    difficulty: int
    tags: tuple[str, ...]


Cells = Mapping[str, str]
Faults = list[Fault]


def read_draft(cells: Cells) -> tuple[Draft | None, Faults]:
    """The question that the texts of kind, stem, options (a line each), answer and the rest say, and their faults."""
    faults: Faults = []
    kind = _KINDS.get(_plain(cells, "kind").lower())
    if kind is None:
        return None, [Fault("kind", "unknown_kind" if _plain(cells, "kind") else "missing_kind", _value(cells, "kind"))]
    options = _options(cells, kind, faults)
    key = _READERS[kind](_plain(cells, "answer"), options, faults)
    draft = Draft(
        kind=kind, stem=_text(cells, "stem", MOST_STEM, faults), options=options, key=key,
        variants=_variants(cells, kind, faults), tolerance=_tolerance(cells, kind, faults),
        explanation=_text(cells, "explanation", MOST_EXPLANATION, faults),
        source=_text(cells, "source", MOST_SOURCE, faults), difficulty=_difficulty(cells, faults),
        tags=_tags(cells, faults),
    )  # fmt: skip
    return (None if faults else draft), faults


def _plain(cells: Cells, name: str) -> str:
    text = unicodedata.normalize("NFC", cells.get(name, "")).replace("\r\n", "\n")
    return _UNPRINTABLE.sub("", text).strip()


def _value(cells: Cells, name: str) -> dict[str, object]:
    return {"value": _plain(cells, name)[:40]}


def _text(cells: Cells, name: str, most: int, faults: Faults) -> str:
    text = _plain(cells, name)
    if not folded(text):
        faults.append(Fault(name, f"missing_{name}"))
    return _short(text, name, most, faults)


def _short(text: str, name: str, most: int, faults: Faults) -> str:
    if len(text) > most:
        faults.append(Fault(name, "too_long", {"length": len(text), "limit": most}))
    return text


def _options(cells: Cells, kind: Kind, faults: Faults) -> tuple[str, ...]:
    if kind not in (Kind.SINGLE, Kind.MULTIPLE, Kind.ORDER):
        return ()
    options = tuple(" ".join(line.split()) for line in _plain(cells, "options").split("\n") if line.strip())
    if not 2 <= len(options) <= MOST_OPTIONS:
        faults.append(Fault("options", "option_count", {"count": len(options), "limit": MOST_OPTIONS}))
    if len(set(options)) < len(options):
        faults.append(Fault("options", "same_options"))
    for option in options:
        _short(option, "options", MOST_OPTION, faults)
    return options


def _letters(answer: str, options: tuple[str, ...], faults: Faults) -> list[int]:
    letters = re.sub(r"[\s,，、;；→>-]+", "", unicodedata.normalize("NFKC", answer)).upper()
    last = LETTERS[: len(options)]
    if not letters:
        faults.append(Fault("answer", "missing_answer"))
    elif set(letters) - set(last):
        faults.append(Fault("answer", "answer_not_an_option", {"value": answer[:40], "last": last[-1:]}))
    elif len(set(letters)) < len(letters):
        faults.append(Fault("answer", "answer_twice", {"value": answer[:40]}))
    else:
        return [last.index(letter) for letter in letters]
    return []


def _single(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    places = _letters(answer, options, faults)
    if len(places) > 1:
        faults.append(Fault("answer", "one_answer_only", {"value": answer[:40]}))
    return places[0] if places else None


def _multiple(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    places = _letters(answer, options, faults)
    if len(places) == 1:
        faults.append(Fault("answer", "two_answers_least"))
    return sorted(places)


def _order(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    places = _letters(answer, options, faults)
    if places and len(places) < len(options):
        faults.append(Fault("answer", "order_incomplete", {"count": len(options)}))
    elif places and places == sorted(places):
        faults.append(Fault("answer", "order_as_shown"))
    return places


def _true_false(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    word = answer.lower()
    if word not in _TRUE | _FALSE:
        faults.append(Fault("answer", "true_or_false" if answer else "missing_answer", {"value": answer[:40]}))
    return word in _TRUE


def _number(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    number = decimal_of(answer)
    if number is None:
        faults.append(Fault("answer", "not_a_number" if answer else "missing_answer", {"value": answer[:40]}))
    return f"{number:f}" if number is not None else None


def _wording(answer: str, options: tuple[str, ...], faults: Faults) -> Any:
    if not folded(answer):
        faults.append(Fault("answer", "missing_answer"))
    return _short(answer, "answer", MOST_ANSWER, faults)


_READERS: dict[Kind, Callable[[str, tuple[str, ...], Faults], Any]] = {
    Kind.SINGLE: _single, Kind.MULTIPLE: _multiple, Kind.TRUE_FALSE: _true_false, Kind.ORDER: _order,
    Kind.NUMBER: _number, Kind.TEXT: _wording,
}  # fmt: skip


def _variants(cells: Cells, kind: Kind, faults: Faults) -> tuple[str, ...]:
    if kind != Kind.TEXT:
        return ()
    wordings = dict.fromkeys(word.strip() for word in _BETWEEN_WORDINGS.split(_plain(cells, "variants")))
    return tuple(_short(word, "variants", MOST_ANSWER, faults) for word in wordings if folded(word))


def _tolerance(cells: Cells, kind: Kind, faults: Faults) -> str:
    text = _plain(cells, "tolerance") if kind == Kind.NUMBER else ""
    number = decimal_of(text or "0")
    if number is None or number < 0:
        faults.append(Fault("tolerance", "bad_tolerance", {"value": text[:40]}))
        return "0"
    return f"{number:f}"


def _difficulty(cells: Cells, faults: Faults) -> int:
    found = _DIFFICULTIES.get(_plain(cells, "difficulty"))
    if found is None:
        faults.append(Fault("difficulty", "unknown_difficulty", _value(cells, "difficulty")))
    return int(found or Difficulty.MEDIUM)


def _tags(cells: Cells, faults: Faults) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in _BETWEEN_TAGS.split(_plain(cells, "tags")) if name.strip()))
    if len(names) > MOST_TAGS:
        faults.append(Fault("tags", "too_many_tags", {"count": len(names), "limit": MOST_TAGS}))
    for name in names:
        _short(name, "tags", MOST_TAG, faults)
    return names


_KIND_WORDS = {
    Kind.SINGLE: "单选题", Kind.MULTIPLE: "多选题", Kind.TRUE_FALSE: "判断题", Kind.ORDER: "排序题",
    Kind.NUMBER: "数字题", Kind.TEXT: "填空题",
}  # fmt: skip
_DIFFICULTY_WORDS = {Difficulty.EASY: "容易", Difficulty.MEDIUM: "适中", Difficulty.HARD: "较难"}


def as_cells(draft: Draft) -> dict[str, str]:
    """The texts that `read_draft` reads back to the same draft. Words are Chinese, whatever the reader's language."""
    return {
        "kind": _KIND_WORDS[draft.kind], "stem": draft.stem, "options": "\n".join(draft.options),
        "answer": answer_text(draft.kind, draft.key), "variants": "|".join(draft.variants),
        "tolerance": draft.tolerance if draft.kind == Kind.NUMBER else "", "explanation": draft.explanation,
        "source": draft.source, "difficulty": _DIFFICULTY_WORDS[Difficulty(draft.difficulty)],
        "tags": "、".join(draft.tags),
    }  # fmt: skip


def answer_text(kind: str, key: Any) -> str:
    """The right answer as people write it: letters, 对 or 错, a number, words."""
    if kind == Kind.TRUE_FALSE:
        return "对" if key else "错"
    return "".join(LETTERS[place] for place in _listed(key)) if kind in _LETTERED else str(key)


_LETTERED = (Kind.SINGLE, Kind.MULTIPLE, Kind.ORDER)


def _listed(key: Any) -> Iterator[int]:
    yield from [key] if isinstance(key, int) else key
