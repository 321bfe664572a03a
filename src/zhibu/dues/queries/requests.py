"""Requests to pay less, nothing, or by the quarter: one's own, and those of the branches one collects for."""

from django.db.models import Q, QuerySet

from zhibu.dues.enums import RequestState
from zhibu.dues.errors import NoSuchDues
from zhibu.dues.models import Consent, Hardship, QuarterPlan
from zhibu.dues.queries.people import COLLECTORS
from zhibu.kernel.viewer import Viewer
from zhibu.organisations.api import within


def hardships(viewer: Viewer, *, to: str = "see") -> QuerySet[Hardship]:
    """The viewer's own, and those of branches that he collects for; to study one, never his own."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    own = Q(person_id=viewer.person_id or 0)
    rows = Hardship.objects.filter(scope & ~own if to == "study" else scope | own)
    return rows.select_related("person", "organisation").order_by("-asked_at", "-pk")


def get_hardship(viewer: Viewer, pk: int, *, to: str = "see") -> Hardship:
    """One request. Raises NoSuchDues."""
    found = hardships(viewer, to=to).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found


def own_hardships(viewer: Viewer) -> QuerySet[Hardship]:
    """What the viewer asked for himself."""
    return Hardship.objects.filter(person_id=viewer.person_id or 0).order_by("-asked_at")


def quarter_plans(viewer: Viewer) -> QuerySet[QuarterPlan]:
    """Those of branches that the viewer collects for."""
    scope = within(viewer.paths(COLLECTORS), field="organisation__path")
    rows = QuarterPlan.objects.filter(scope).exclude(person_id=viewer.person_id or 0)
    return rows.select_related("person", "organisation").order_by("asked_at")


def get_quarter_plan(viewer: Viewer, pk: int) -> QuarterPlan:
    """One of them. Raises NoSuchDues."""
    found = quarter_plans(viewer).filter(pk=pk).first()
    if found is None:
        raise NoSuchDues
    return found


def own_plans(viewer: Viewer) -> QuerySet[QuarterPlan]:
    """The viewer's own, the latest first."""
    return QuarterPlan.objects.filter(person_id=viewer.person_id or 0).order_by("-year", "-quarter")


def waiting_requests(viewer: Viewer) -> tuple[list[Hardship], list[QuarterPlan]]:
    """What waits for somebody's word where the viewer collects."""
    open_states = (RequestState.ASKED, RequestState.STUDIED)
    return (
        list(hardships(viewer, to="study").filter(state__in=open_states)[:50]),
        list(quarter_plans(viewer).filter(state=RequestState.ASKED)[:50]),
    )


def consents_given(viewer: Viewer) -> QuerySet[Consent]:
    """Who may hand in the viewer's dues."""
    rows = Consent.objects.filter(person_id=viewer.person_id or 0, ended_at=None)
    return rows.select_related("payer").order_by("given_at")


def consents_held(viewer: Viewer) -> QuerySet[Consent]:
    """For whom the viewer may pay."""
    rows = Consent.objects.filter(payer_id=viewer.person_id or 0, ended_at=None)
    return rows.select_related("person").order_by("given_at")
