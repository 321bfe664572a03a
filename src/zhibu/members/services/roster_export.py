"""Rosters that go out: in the form they came in, and the rows that could not come in."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from zhibu.audit.api import record
from zhibu.kernel.clock import local_date
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import Category, Sex, Status
from zhibu.members.errors import ExportReasonNeeded, NoSuchImport
from zhibu.members.models import Membership
from zhibu.members.queries import get_roster_import, may_import, memberships, problems_of
from zhibu.members.queries.directory import Sought, directory
from zhibu.members.rules.roster.values import GONE
from zhibu.members.rules.roster.workbooks import bad_rows, bad_rows_workbook, roster_workbook
from zhibu.members.services.roster_upload import kept_file, open_roster

EVERYBODY = Sought(status="any")


@transaction.atomic
def export_roster(viewer: Viewer, *, reason: str, sought: Sought = EVERYBODY, at: datetime) -> bytes:
    """The members of the branches whose register the viewer keeps, as a workbook that can be imported again.

    `sought` narrows it as it narrows the list of people; who has left is on neither roster.

    Class A data leaves the house: a reason is needed and goes to the audit log with the count.
    Raises ExportReasonNeeded, NoSuchImport.
    """
    if not may_import(viewer):
        raise NoSuchImport
    if not reason.strip():
        raise ExportReasonNeeded
    people = memberships(viewer, to="manage").exclude(status__in=GONE)
    if sought != EVERYBODY:
        people = people.filter(person__in=directory(viewer, sought).order_by().values("pk"))
    people = people.order_by("branch__path", "person__name", "pk")
    count = people.count()
    record(viewer, action="roster.export", subject=f"members:{count}", at=at, reason=reason.strip(), count=count)
    return roster_workbook(_exported(people.iterator(chunk_size=1000)), title=f"党员信息采集表 {local_date(at)}")


def _exported(people: Iterator[Membership]) -> Iterator[tuple[object, ...]]:
    for held in people:
        person = held.person
        yield (
            person.name, _label(Sex(person.sex)) if person.sex in (Sex.MALE, Sex.FEMALE) else "", person.ethnicity,
            person.citizen_id, person.birth_date, person.education, _CATEGORIES[Category(held.category)],
            held.branch.short_name, held.joined_on, held.full_on, person.work_post, person.mobile, person.phone,
            person.home_address, "停止党籍" if held.status == Status.SUSPENDED else "正常", _whereabouts(held),
            held.lost_since, held.flow_to,
        )  # fmt: skip


# The form is Chinese whatever the reader's language.
_CATEGORIES = {Category.FULL: "正式党员", Category.PROBATIONARY: "预备党员"}


def _label(sex: Sex) -> str:
    return "男" if sex == Sex.MALE else "女"


def _whereabouts(held: Membership) -> str:
    words = [word for word, holds in (("失联", held.is_lost), ("流动", held.is_mobile)) if holds]
    return "、".join(words)


# Found by comparing with the register, so that reading the file again does not show them.
_LATE = frozenset({"elsewhere", "left_party"})


def bad_rows_of(viewer: Viewer, *, roster_id: int, at: datetime) -> bytes:
    """The rows of an import that stay out, with comments, from the kept file. Raises FileForgotten."""
    roster = get_roster_import(viewer, roster_id)
    with kept_file(roster) as file:
        late = [problem for problem in problems_of(roster) if problem.code in _LATE]
        rows = open_roster(
            viewer, file=file, at=roster.uploaded_at, known=dict.fromkeys(roster.new_branches, 0) or None
        )
        found = list(bad_rows(rows, late))
        content = bad_rows_workbook(rows.columns[0], found)
    with transaction.atomic():
        record(viewer, action="roster.bad_rows", subject=f"roster:{roster.pk}", at=at, count=len(found))
    return content
