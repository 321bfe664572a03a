"""What came in: for who asked, as a table; who has not answered is a number above the branch and a name within it."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from zhibu.collection.enums import ANSWERED, TO_FILL, Audience, Secrecy, SheetState, Standing
from zhibu.collection.models import Item, Question, Request, Sheet
from zhibu.collection.queries.dictionary import Held, entries, standings
from zhibu.collection.queries.figures import FIGURES
from zhibu.collection.queries.reach import led_by
from zhibu.collection.rules.asking import in_words
from zhibu.kernel.clock import SHANGHAI, local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.api import roll
from zhibu.members.enums import BRANCH_OFFICERS
from zhibu.organisations.api import within

Words = str | Promise
MASK = "＊" * 6


@dataclass(frozen=True, slots=True)
class Cell:
    """A value as it is shown. `item_id` leads to a sealed answer; `waits` when a change is not checked yet."""

    text: Words
    waits: bool = False
    item_id: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One answered sheet."""

    sheet: Sheet
    cells: list[Cell]
    headings: list[Words]

    @property
    def pairs(self) -> list[tuple[Words, Cell]]:
        """Each value under its heading, which a phone shows beside it."""
        return list(zip(self.headings, self.cells, strict=True))


@dataclass(frozen=True, slots=True)
class Results:
    """Headings and rows, in the order of the tree."""

    headings: list[Words]
    rows: list[Row]


def label_of(question: Question) -> Words:
    """What a column is called."""
    if question.field in entries():
        return entries()[question.field].about.label
    return FIGURES[question.field].label if question.field else question.text


def columns(request: Request) -> list[tuple[Words, Question]]:
    """What it asks."""
    return [(label_of(one), one) for one in request.questions.all()]


def results(viewer: Viewer, request: Request, *, at: datetime, first: int | None = None) -> Results:
    """What was answered, the record's part as the record holds it now. The caller may manage the request.

    The record of who has left the organisation is no longer open to those who asked: it says so instead.
    """
    asked = list(request.questions.all())
    rows = request.sheets.filter(state__in=ANSWERED).select_related("person", "branch", "request")
    sheets = list(rows.order_by("branch__path", "person__name", "pk")[:first])
    people = [sheet.person_id for sheet in sheets if sheet.person_id]
    here = roll(request.organisation.path).filter(person_id__in=people).values_list("person_id", flat=True)
    held = standings(here, [one.field for one in asked if one.field], today=local_date(at))
    said: dict[int, dict[str, Item]] = defaultdict(dict)
    for item in Item.objects.filter(sheet__in=sheets).select_related("question"):
        said[item.sheet_id][item.field or (item.question.name if item.question else "")] = item
    headings = [label_of(one) for one in asked]
    return Results(
        headings,
        [Row(sheet, _cells(asked, held.get(sheet.person_id or 0, {}), said[sheet.pk]), headings) for sheet in sheets],
    )


def _cells(asked: list[Question], held: Mapping[str, Held], said: Mapping[str, Item]) -> list[Cell]:
    return [_cell(one, held.get(one.field), said.get(one.name)) for one in asked]


def _cell(question: Question, held: Held | None, item: Item | None) -> Cell:
    if held is not None:
        waits = held.standing == Standing.WAITING
        return Cell(held.proposed_words if waits else held.words, waits)
    if question.field in entries():
        return Cell(_("已不在本组织"))
    if item is None or not item.answer:
        return Cell("")
    if question.secrecy == Secrecy.SECRET and not question.field:
        return Cell(MASK, item_id=item.pk)
    return Cell(in_words(question.kind, item.answer))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a branch is: numbers only."""

    branch_id: int
    name: str
    asked: int
    answered: int
    spared: int

    @property
    def waiting(self) -> int:
        """How many have not answered."""
        return self.asked - self.answered


def progress(request: Request, viewer: Viewer) -> list[Progress]:
    """By branch, in the order of the tree; those of the viewer's branches where he does not manage the request."""
    rows = request.sheets.filter(
        within(viewer.paths([*BRANCH_OFFICERS, "party_affairs", "superior"]), field="branch__path")
    )
    known, open_yet = Q(state=SheetState.KNOWN), Q(state__in=(*TO_FILL, SheetState.ENDED, SheetState.KEPT))
    counted = rows.order_by("branch__path").values_list("branch_id", "branch__short_name").annotate(
        asked=Count("pk", filter=~known), waiting=Count("pk", filter=open_yet), spared=Count("pk", filter=known)
    )  # fmt: skip
    return [Progress(pk, name, asked, asked - waiting, spared) for pk, name, asked, waiting, spared in counted]


def to_help(request: Request, viewer: Viewer) -> list[Sheet]:
    """Sheets of the viewer's own branch that wait, with their names: people to help. For nobody above the branch."""
    rows = request.sheets.filter(branch_id__in=led_by(viewer), state__in=TO_FILL, person__isnull=False)
    return list(rows.exclude(person_id=viewer.person_id or 0).select_related("person").order_by("person__name", "pk"))


def workbook(request: Request, found: Results) -> bytes:
    """The table as Excel, class A masked."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("填报结果"))
    sheet.freeze_panes = "A2"
    people = request.audience == Audience.MEMBERS
    heads = [_("党支部"), *([_("姓名")] if people else []), _("状态"), _("填报时间"), *map(str, found.headings)]
    for column in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"[: len(heads)]:
        sheet.column_dimensions[column].width = 16
    sheet.append([_text(sheet, head) for head in heads])
    for row in found.rows:
        sheet.append([_text(sheet, text) for text in _texts(row, people)])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _texts(row: Row, people: bool) -> list[str]:
    sheet = row.sheet
    when = f"{sheet.submitted_at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}" if sheet.submitted_at else ""
    name = [sheet.person.name if sheet.person else ""] if people else []
    return [sheet.branch.short_name, *name, str(sheet.get_state_display()), when, *(str(c.text) for c in row.cells)]


def _text(sheet: object, value: str) -> WriteOnlyCell:
    """Text stays text: a name that begins with "=" is no formula."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    return cell
