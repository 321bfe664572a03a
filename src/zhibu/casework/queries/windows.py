"""Windows and the lists that go out of them, as a workbook for the insurer."""

from collections.abc import Iterator
from io import BytesIO

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from zhibu.casework.enums import Ask, State
from zhibu.casework.errors import NoSuchMatter, NotABuilder
from zhibu.casework.models import Batch, Case, Matter, Window
from zhibu.casework.queries.matters import builds
from zhibu.casework.rules.answers import shown
from zhibu.casework.rules.definition import Field
from zhibu.kernel.office import FORMULA
from zhibu.kernel.viewer import Viewer


def windows_of(matter: Matter) -> QuerySet[Window]:
    """The windows of a matter with what came of them, the latest first."""
    ready = Count("cases", filter=Q(cases__state=State.DONE, cases__batch=None))
    running = Count("cases", filter=Q(cases__state__in=[State.WAITING, State.TAKEN, State.ASKED]))
    return Window.objects.filter(matter=matter).annotate(ready=ready, running=running).order_by("-opens_on")


def get_window(viewer: Viewer, pk: int) -> Window:
    """A window to keep. Raises NotABuilder, NoSuchMatter."""
    if not builds(viewer):
        raise NotABuilder
    found = Window.objects.filter(pk=pk).select_related("matter").first()
    if found is None:
        raise NoSuchMatter
    return found


def get_batch(viewer: Viewer, pk: int) -> Batch:
    """A list to send. Raises NotABuilder, NoSuchMatter."""
    if not builds(viewer):
        raise NotABuilder
    found = Batch.objects.filter(pk=pk).select_related("window__matter").first()
    if found is None:
        raise NoSuchMatter
    return found


def workbook(batch: Batch) -> bytes:
    """The list: a row for each person who asked, and one for each dependant under him."""
    cases = list(Case.objects.filter(batch=batch).select_related("version", "applicant", "organisation").order_by("pk"))
    fields = _columns(cases)
    book = Workbook()
    sheet = book.active
    sheet.title = batch.window.title[:31]
    sheet.append([_("编号"), _("姓名"), _("单位"), _("与职工关系"), _("出生日期"), *[one.label for one in fields]])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for case in cases:
        for row in _rows(case, fields):
            sheet.append([_plain(value) for value in row])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _columns(cases: list[Case]) -> list[Field]:
    """What any of the versions asked, dependants aside; each once."""
    found: dict[str, Field] = {}
    for case in cases:
        found |= {one.code: one for one in case.version.shape.fields if one.ask != Ask.DEPENDANTS}
    return list(found.values())


def _rows(case: Case, fields: list[Field]) -> Iterator[list[str]]:
    given, home = case.answers, case.organisation.short_name
    own = [shown(one, given.get(one.code)) for one in fields]
    yield [case.number, case.applicant.name, home, _("本人"), "", *own]
    asked = [one.code for one in case.version.shape.fields if one.ask == Ask.DEPENDANTS]
    for code in asked:
        for row in given.get(code) or []:
            yield [case.number, row["name"], home, row["relation"], row["born_on"], *[""] * len(fields)]


def _plain(value: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{value}" if value.startswith(FORMULA) else value
