"""A sheet as its page shows it, and the lists of sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from zhibu.collection.enums import TO_FILL, Kind, RequestState, Secrecy, SheetState, Standing, Verdict
from zhibu.collection.models import Confirmation, Item, Question, Sheet
from zhibu.collection.queries.dictionary import Held, askable, entries, standings
from zhibu.collection.queries.figures import FIGURES, figures
from zhibu.collection.queries.reach import is_own, may_check, may_help, own_sheets
from zhibu.collection.rules.asking import in_words
from zhibu.collection.rules.burden import minutes
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import corrections_told, shown_value

Words = str | Promise
_MASK = "＊" * 6


@dataclass(frozen=True, slots=True)
class Line:
    """One item as it is filled in. `shown` is what is known, class A masked; `earlier` an answer given before.

    What is sensitive is never required: who would rather not say so leaves it empty (rules.md 10.1, Art. 16).
    """

    name: str
    label: Words
    kind: str
    standing: str
    shown: Words = ""
    secret: bool = False
    required: bool = False
    choices: tuple[tuple[str, Words], ...] = ()
    longest: int = 200
    earlier: str = ""
    earlier_on: date | None = None
    held: Held | None = None
    unit: Words = ""
    source: Words = ""


def lines_of(sheet: Sheet, *, today: date, offer: bool = True) -> list[Line]:
    """What a sheet shows, in the order asked: record items by how they stand, figures, free questions.

    Without `offer` no answer to another request is offered: it was given to somebody else.
    """
    if sheet.request is None:
        return own_lines(sheet.person_id or 0, today=today)
    asked = list(sheet.request.questions.all())
    codes = [one.field for one in asked if one.field]
    held = standings([sheet.person_id], codes, today=today).get(sheet.person_id, {}) if sheet.person_id else {}
    known = {} if sheet.person_id else _figures(sheet, codes, today)
    told = _told(sheet, [one for one in asked if one.same], offer=offer)
    return [line for one in asked if (line := _line(one, held, known, told))]


def own_lines(person_id: int, *, today: date) -> list[Line]:
    """Everything that somebody knows himself of his record."""
    codes = [entry.code for entry in askable()]
    return [_record_line(one, required=False) for one in standings([person_id], codes, today=today)[person_id].values()]


def _figures(sheet: Sheet, codes: list[str], today: date) -> dict[str, int]:
    return figures([(sheet.branch_id, sheet.branch.path)], codes, today=today)[sheet.branch_id]


def _line(
    one: Question, held: Mapping[str, Held], known: Mapping[str, int], told: Mapping[str, tuple[str, datetime]]
) -> Line | None:
    if not one.field:
        return _question_line(one, told.get(one.same))
    if one.field in held:
        return _record_line(held[one.field], required=one.required)
    if one.field in known:
        about = FIGURES[one.field]
        return Line(one.field, about.label, Kind.NUMBER, Standing.DUE, str(known[one.field]), unit=about.unit,
                    source=about.source)  # fmt: skip
    return None


def _record_line(one: Held, *, required: bool) -> Line:
    about = one.entry.about
    asked = about.correctable
    return Line(
        about.code, about.label, about.kind, one.standing if asked else Standing.KNOWN, one.words, about.secret,
        required and one.standing == Standing.MISSING and asked and not about.secret, about.choices, about.longest,
        held=one, source=one.entry.source,
    )  # fmt: skip


def _question_line(one: Question, told: tuple[str, datetime] | None) -> Line:
    choices = tuple((choice, choice) for choice in one.choices)
    secret = one.secrecy == Secrecy.SECRET
    text, on = (told[0], local_date(told[1])) if told else ("", None)
    return Line(
        one.name, one.text, one.kind, Standing.DUE if told else Standing.MISSING,
        _MASK if secret and text else in_words(one.kind, text), secret, one.required and not secret, choices,
        earlier=text, earlier_on=on,
    )  # fmt: skip


def _told(sheet: Sheet, asked: list[Question], *, offer: bool) -> dict[str, tuple[str, datetime]]:
    """The latest answer of the same person or branch to the same question; of this very sheet first.

    What was told as sensitive comes back to a question that keeps it so, and to no other.
    """
    if not asked:
        return {}
    who = Q(sheet__person_id=sheet.person_id) if sheet.person_id else Q(sheet__person=None, sheet__branch=sheet.branch)
    mine = Q(sheet=sheet)
    open_ones = [one.same for one in asked if one.secrecy != Secrecy.SECRET]
    safe = ~Q(question__secrecy=Secrecy.SECRET, question__same__in=open_ones)
    rows = Item.objects.filter((who & safe) | mine if offer else mine, question__same__in=[one.same for one in asked])
    told = [row for row in rows.select_related("question").order_by("told_at", "pk") if row.question]
    found = {row.question.same: (row.answer, row.told_at) for row in told if row.question and row.answer}
    here = [row for row in told if row.sheet_id == sheet.pk]
    return found | {row.question.same: (row.answer, row.told_at) for row in here if row.question}


@dataclass(frozen=True, slots=True)
class Said:
    """An item of a filled sheet, for who checks it: what it was, what it is to be."""

    label: Words
    verdict: str
    before: Words
    after: Words
    note: Words = ""

    @property
    def changed(self) -> bool:
        """Whether it differs from what was held."""
        return self.verdict == Verdict.CHANGED


def said_on(sheet: Sheet, *, today: date) -> list[Said]:
    """What was said on a sheet; class A masked."""
    items = list(sheet.items.select_related("question").order_by("pk"))
    told = corrections_told([item.correction_id for item in items if item.correction_id])
    codes = [item.field for item in items if item.field in entries()]
    held = standings([sheet.person_id], codes, today=today).get(sheet.person_id, {}) if sheet.person_id else {}
    return [_said(item, held, told) for item in items]


def _said(item: Item, held: Mapping[str, Held], told: Mapping[int, tuple[str, str, str]]) -> Said:
    if item.question is not None:
        shown = _MASK if item.question.secrecy == Secrecy.SECRET else in_words(item.question.kind, item.answer)
        return Said(item.question.text, item.verdict, "", shown)
    if item.field in FIGURES and item.platform:
        return Said(FIGURES[item.field].label, item.verdict, item.platform, item.answer)
    now = held[item.field]
    state, text, answer = told.get(item.correction_id or 0, ("", item.answer, ""))
    if item.verdict != Verdict.CHANGED or state in {"accepted", "withdrawn"}:
        return Said(now.entry.about.label, item.verdict, "", now.words)
    return Said(now.entry.about.label, item.verdict, now.words, shown_value(item.field, text), answer)


@dataclass(frozen=True, slots=True)
class Step:
    """A step as the page shows it."""

    name: Words
    state: str
    who: str = ""
    since: datetime | None = None
    note: str = ""


def steps_of(sheet: Sheet) -> list[Step]:
    """Filled in, checked, re-checked: where the sheet stands and who has it."""
    filled = sheet.submitted_at is not None and sheet.state not in TO_FILL
    first = Step(_("填写"), "done" if filled else "now", sheet.submitted_by, sheet.submitted_at, sheet.returned_reason)
    if sheet.state == SheetState.DONE and sheet.checked_at is None:
        return [first]
    if sheet.person_id is None:
        return [first, _step(_("支部书记确认"), sheet, SheetState.SUBMITTED, sheet.checked_by, sheet.checked_at)]
    return [
        first,
        _step(_("支部核对"), sheet, SheetState.SUBMITTED, sheet.checked_by, sheet.checked_at),
        _step(_("党委复核"), sheet, SheetState.CHECKED, sheet.done_by, sheet.done_at),
    ]


def _step(name: Words, sheet: Sheet, when: SheetState, who: str, since: datetime | None) -> Step:
    state = "now" if sheet.state == when else "done" if since else "later"
    return Step(name, state, who, since)


def page_of(viewer: Viewer, sheet: Sheet, *, at: datetime) -> dict[str, Any]:
    """What the page of a sheet shows."""
    today = local_date(at)
    return {
        "sheet": sheet, "steps": steps_of(sheet), "said": said_on(sheet, today=today),
        "own": is_own(viewer, sheet),
        "helps": may_help(viewer, sheet) and sheet.state in TO_FILL,
        "may_check": may_check(viewer, sheet), "fillable": fillable(sheet),
        "minutes": minutes(sheet.seconds),
    }  # fmt: skip


def fillable(sheet: Sheet) -> bool:
    """Whether it can be filled in: to be filled, or handed in and not looked at yet, and the request goes on."""
    open_yet = sheet.request is None or sheet.request.state == RequestState.OPEN
    return open_yet and sheet.state in (*TO_FILL, SheetState.SUBMITTED)


def to_fill(viewer: Viewer) -> QuerySet[Sheet]:
    """Sheets that wait for the viewer, the most urgent first: his own, and those of a branch whose officer he is."""
    rows = Sheet.objects.filter(own_sheets(viewer), state__in=TO_FILL)
    return rows.select_related("request", "branch").order_by("request__due_at", "pk")


def handed_in(viewer: Viewer) -> QuerySet[Sheet]:
    """What the viewer has handed in, the latest first."""
    rows = Sheet.objects.filter(own_sheets(viewer), submitted_at__isnull=False).exclude(state__in=TO_FILL)
    return rows.select_related("request", "branch").order_by("-submitted_at")


def own_look(viewer: Viewer) -> Sheet | None:
    """The viewer's own look through his record that is still being checked, or else his last."""
    rows = Sheet.objects.filter(person_id=viewer.person_id or 0, request=None)
    return rows.order_by("-opened_at", "-pk").select_related("branch").first()


def with_changes(rows: Iterable[Sheet]) -> list[tuple[Sheet, int]]:
    """Each sheet with how many of its items were changed: one query."""
    found = list(rows)
    changed = Item.objects.filter(sheet__in=found, verdict=Verdict.CHANGED).order_by()
    numbers = dict(changed.values_list("sheet_id").annotate(n=Count("pk")))
    return [(sheet, numbers.get(sheet.pk, 0)) for sheet in found]


def copy_for(viewer: Viewer) -> dict[str, Any]:
    """What collection holds on the viewer, in clear, for himself alone (rules.md 10.1): plain values."""
    mine = Sheet.objects.filter(person_id=viewer.person_id or 0).select_related("request").prefetch_related(
        "items__question"
    )  # fmt: skip
    said = Confirmation.objects.filter(person_id=viewer.person_id or 0).order_by("at", "pk")
    return {
        "sheets": [_sheet_copy(sheet) for sheet in mine.order_by("pk")],
        "confirmations": [
            {"field": one.field, "by": one.by_name, "stage": str(one.get_stage_display()), "at": one.at.isoformat()}
            for one in said
        ],
    }  # fmt: skip


def _sheet_copy(sheet: Sheet) -> dict[str, Any]:
    return {
        "title": sheet.request.title if sheet.request else "",
        "purpose": sheet.request.purpose if sheet.request else "",
        "state": str(sheet.get_state_display()),
        "submitted_at": sheet.submitted_at.isoformat() if sheet.submitted_at else "",
        "items": [
            {"item": str(item.question or item.field), "said": str(item.get_verdict_display()), "answer": item.answer}
            for item in sheet.items.all()
        ],
    }  # fmt: skip
