"""Settlement: freeze the figures, show them in the branches, close the notice."""

from datetime import datetime

from django.conf import settings
from django.db import connection, transaction

from zhibu.audit.api import record as audit
from zhibu.kernel.clock import local_date
from zhibu.kernel.schedule import run_at
from zhibu.kernel.viewer import Viewer
from zhibu.ledger.api import Fact, record_many
from zhibu.ledger.enums import Evidence, Mode, confidential_codes
from zhibu.members.api import posts_in_force
from zhibu.members.enums import BRANCH_COMMITTEE
from zhibu.organisations.enums import PostTitle
from zhibu.points.enums import ASPECT_FIELDS, POST_HELD, SchemeState, SettlementState
from zhibu.points.errors import NotSettled, QuarterNotOver, SchemeNotDraft
from zhibu.points.models import Figure, OpenFigure, Scheme, Settlement, Source
from zhibu.points.queries.schemes import get_scheme
from zhibu.points.queries.score import Question, statement
from zhibu.points.queries.settlements import get_settlement
from zhibu.points.rules.periods import notice_ends_on, quarter_start

POSTS = (*BRANCH_COMMITTEE, PostTitle.GROUP_LEADER, PostTitle.ORGANIZER)
_ASPECTS = ", ".join(ASPECT_FIELDS.values())


def settle(viewer: Viewer, *, scheme_id: int, quarter: int, at: datetime) -> Settlement:
    """Freeze the figures of a quarter; settling it again gives the settlement that is there.

    The database computes and writes every figure itself in one statement. Raises QuarterNotOver.
    """
    scheme = get_scheme(viewer, scheme_id, to="manage")
    if at < quarter_start(scheme.year, quarter + 1):
        raise QuarterNotOver
    with transaction.atomic():
        Scheme.objects.select_for_update().get(pk=scheme.pk)
        if scheme.state == SchemeState.DRAFT:
            raise SchemeNotDraft(NotSettled.sentence, code=NotSettled.code)
        settlement, created = Settlement.objects.get_or_create(
            scheme=scheme, quarter=quarter,
            defaults={"facts_until": at, "settled_by": viewer.name, "settled_at": at},
        )  # fmt: skip
        if created:
            count = write_figures(settlement)
            audit(viewer, action="points.settled", subject=f"settlement:{settlement.pk}", at=at, figures=count)
    return settlement


def write_figures(settlement: Settlement) -> int:
    """Compute and store all figures inside the database, and what others read in their stead; returns how many."""
    count = _write_full(settlement)
    if Source.objects.filter(index__scheme=settlement.scheme, kind__in=confidential_codes()).exists():
        _write_open(settlement)
    return count


def _write_full(settlement: Settlement) -> int:
    question = Question(scheme=settlement.scheme, quarter=settlement.quarter, recorded_until=settlement.facts_until)
    names = f"%(settlement)s, person_id, branch_id, {_ASPECTS}, total, veto = 1"
    text, values = statement(question, f"SELECT {names} FROM figures", settlement=settlement.pk)  # noqa: S608
    columns = f"settlement_id, person_id, branch_id, {_ASPECTS}, total, has_veto"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {Figure._meta.db_table} ({columns})\n{text}", values)
        return int(cursor.rowcount)


def _write_open(settlement: Settlement) -> None:
    question = Question(
        scheme=settlement.scheme, quarter=settlement.quarter, recorded_until=settlement.facts_until,
        open_only=True, concerned=True,
    )  # fmt: skip
    sums = ", ".join(f"s.{name}" for name in ASPECT_FIELDS.values())
    select = (
        f"SELECT f.id, {sums}, s.total, s.veto = 1 FROM figures s "  # noqa: S608 (names of ours)
        f"JOIN {Figure._meta.db_table} f ON f.person_id = s.person_id AND f.settlement_id = %(settlement)s"
    )
    text, values = statement(question, select, settlement=settlement.pk)
    with connection.cursor() as cursor:
        table = OpenFigure._meta.db_table
        cursor.execute(f"INSERT INTO {table} (figure_id, {_ASPECTS}, total, has_veto)\n{text}", values)


def publish_settlement(viewer: Viewer, *, settlement_id: int, at: datetime) -> Settlement:
    """Show the figures inside each branch for five working days; publishing again changes nothing.

    Raises NotSettled where points are a private record (rules.md 10.5, government).
    """
    settlement = get_settlement(viewer, settlement_id, to="manage")
    if settings.PROFILE == "government":
        raise NotSettled
    with transaction.atomic():
        settlement = Settlement.objects.select_for_update().get(pk=settlement.pk)
        if settlement.state != SettlementState.FROZEN:
            return settlement
        settlement.state, settlement.published_at = SettlementState.PUBLISHED, at
        settlement.notice_ends_on = notice_ends_on(local_date(at))
        settlement.save(update_fields=["state", "published_at", "notice_ends_on"])
        run_at("points.close_notices", key=f"points.close:{settlement.pk}", due_at=settlement.closes_at)
        audit(viewer, action="points.published", subject=f"settlement:{settlement.pk}", at=at)
    return settlement


def close_notices(viewer: Viewer, *, at: datetime) -> int:
    """Close every notice whose last day is over; returns how many."""
    over = Settlement.objects.filter(state=SettlementState.PUBLISHED, notice_ends_on__lt=local_date(at))
    return over.update(state=SettlementState.CLOSED, closed_at=at)


def record_posts_held(viewer: Viewer, *, at: datetime) -> int:
    """Write down once a year who holds a post beside the job (index QI12); returns how many facts stand."""
    today = local_date(at)
    held = posts_in_force(today, titles=POSTS).select_related("person__membership")
    facts = {
        holding.person_id: Fact(
            kind=POST_HELD.code, member_id=holding.person_id, organisation_id=holding.person.membership.branch_id,
            occurred_at=at, source_app="points", source_key=f"post:{holding.person_id}:{today.year}",
            mode=Mode.OFFLINE, evidence=Evidence.SYSTEM, title=holding.get_title_display(),
        )
        for holding in held
    }  # fmt: skip
    return len(record_many(viewer, list(facts.values()), at=at)) if facts else 0
