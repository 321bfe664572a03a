"""Who may ask whom, who checks, and whom a request reaches."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from zhibu.collection.enums import ASKERS, HEADS, TO_CHECK, TO_FILL, RequestState, SheetState
from zhibu.collection.errors import NoSuchRequest, NoSuchSheet
from zhibu.collection.models import Request, Sheet
from zhibu.kernel.viewer import Viewer
from zhibu.members.enums import BRANCH_COMMITTEE, BRANCH_OFFICERS, Role
from zhibu.organisations.api import ancestor_paths, choices, within

READERS = (*BRANCH_COMMITTEE, Role.PARTY_AFFAIRS, Role.SUPERIOR)


def asks_from(viewer: Viewer) -> list[tuple[int, str]]:
    """Where the viewer may ask: organisations that he looks after, with those below."""
    return choices(viewer) if viewer.paths(ASKERS) else []


def requests(viewer: Viewer, *, to: str = "see") -> QuerySet[Request]:
    """Requests of the organisations where the viewer may ask (`manage`); to `see`, also those that reach his branch."""
    mine = within(viewer.paths(ASKERS), field="organisation__path")
    if to == "see":
        reached = Sheet.objects.filter(within(viewer.paths(READERS), field="branch__path"), request__isnull=False)
        mine |= Q(pk__in=reached.values("request_id")) & ~Q(state=RequestState.DRAFT)
    return Request.objects.filter(mine).select_related("organisation").order_by("-created_at", "-pk")


def get_request(viewer: Viewer, pk: int, *, to: str = "see") -> Request:
    """One request, else NoSuchRequest."""
    found = requests(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchRequest
    return found


def manages(viewer: Viewer, request: Request) -> bool:
    """Whether the viewer may change, end and evaluate it."""
    return viewer.holds(ASKERS, request.organisation.path)


def own_sheets(viewer: Viewer) -> Q:
    """The viewer's own sheets, and those of a branch whose officer he is."""
    branches = within(viewer.paths(BRANCH_OFFICERS), field="branch__path")
    return Q(person_id=viewer.person_id or 0) | (Q(person=None) & branches)


def kept_by(viewer: Viewer) -> Q:
    """Sheets of branches whose record the viewer keeps."""
    return within(viewer.paths(ASKERS), field="branch__path")


def led_by(viewer: Viewer) -> list[int]:
    """Organisations on which the viewer himself holds an officer's post; those below are not his to know by name."""
    return [grant.organisation_id for grant in viewer.grants if grant.role in BRANCH_OFFICERS]


def get_sheet(viewer: Viewer, pk: int) -> Sheet:
    """A sheet that the viewer fills in, checks or helps with. Raises NoSuchSheet alike for missing and forbidden.

    Above the branch nobody opens a sheet that was not handed in: its name is a name of who has not answered.
    """
    handed_in = kept_by(viewer) & ~Q(state__in=(*TO_FILL, SheetState.ENDED))
    found = Sheet.objects.filter(own_sheets(viewer) | handed_in | Q(branch_id__in=led_by(viewer)), pk=pk)
    sheet = found.select_related("request", "branch", "person").first()
    if sheet is None or (sheet.request and sheet.request.state == RequestState.DRAFT):
        raise NoSuchSheet
    return sheet


def is_own(viewer: Viewer, sheet: Sheet) -> bool:
    """Whether it is his own to fill in."""
    if sheet.person_id is None:
        return viewer.holds(BRANCH_OFFICERS, sheet.branch.path)
    return sheet.person_id == viewer.person_id


def may_help(viewer: Viewer, sheet: Sheet) -> bool:
    """Whether he may fill it in for somebody who cannot: on paper, by telephone."""
    return sheet.person_id not in (None, viewer.person_id) and sheet.branch_id in led_by(viewer)


def may_check(viewer: Viewer, sheet: Sheet) -> bool:
    """Whether he may take the next step of checking; nobody checks himself."""
    if sheet.state not in TO_CHECK or sheet.person_id == viewer.person_id:
        return False
    if sheet.state == SheetState.CHECKED:
        return rechecks(viewer, sheet.branch.path)
    if sheet.person_id is None:
        return viewer.holds(HEADS, sheet.branch.path)
    return viewer.holds(ASKERS, sheet.branch.path) and sheet.submitted_by_id != viewer.person_id


def rechecks(viewer: Viewer, branch_path: str) -> bool:
    """The committee's part: its own staff, and officers of a level above."""
    above = (path for path in ancestor_paths(branch_path)[:-1] if viewer.holds(BRANCH_OFFICERS, path))
    return viewer.holds([Role.PARTY_AFFAIRS], branch_path) or next(above, None) is not None


def to_check(viewer: Viewer) -> QuerySet[Sheet]:
    """Sheets whose next step is the viewer's, the longest waiting first."""
    heads = within(viewer.paths(HEADS), field="branch__path")
    me = viewer.person_id or 0
    by_branch = Q(person__isnull=False) & kept_by(viewer) & ~Q(submitted_by_id__isnull=False, submitted_by_id=me)
    first = Q(state=SheetState.SUBMITTED) & (by_branch | (Q(person=None) & heads))
    second = Q(state=SheetState.CHECKED) & _rechecked_by(viewer) & ~Q(checked_by_id__isnull=False, checked_by_id=me)
    rows = Sheet.objects.filter(first | second).exclude(person__isnull=False, person_id=me)
    return rows.select_related("request", "branch", "person").order_by("submitted_at", "pk")


def _rechecked_by(viewer: Viewer) -> Q:
    staff = within(viewer.paths([Role.PARTY_AFFAIRS]), field="branch__path")
    officers = (within((path,), field="branch__path") & ~Q(branch__path=path) for path in viewer.paths(BRANCH_OFFICERS))
    return reduce(or_, officers, staff)
