"""What the page of a case shows."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from zhibu.casework.enums import AT_WORK, CLOSED, Act, State
from zhibu.casework.models import Case, Entry, Letter, Material
from zhibu.casework.queries.desks import DUTY_LABELS
from zhibu.casework.queries.matters import changes_since
from zhibu.casework.queries.money import outlays_of
from zhibu.casework.rules import answers as said
from zhibu.casework.rules import standing
from zhibu.casework.rules.clock import workdays_left
from zhibu.kernel.clock import local_date
from zhibu.kernel.templatetags.zhibu import day
from zhibu.kernel.viewer import Viewer


@dataclass(frozen=True, slots=True)
class Stop:
    """A step of the way, as the steps partial draws it."""

    name: str
    state: str
    who: str = ""
    since: Any = None
    note: str = ""


def page_of(viewer: Viewer, case: Case, *, at: datetime, opened: bool = False) -> dict[str, Any]:
    """Everything on the page: for who asked in clear, for handlers class A masked until they open it."""
    shape, own = case.version.shape, standing.stands_beside(viewer, case)
    in_hand = standing.is_in_hand(viewer, case)
    entries = list(Entry.objects.filter(case=case).select_related("message").order_by("pk"))
    given = case.answers
    return {
        "case": case, "shape": shape, "own": own, "opened": opened, "in_hand": in_hand,
        "mine": standing.asks(viewer, case),
        "steps": stops(case, entries), "entries": entries[::-1],
        "lines": said.lines(shape.fields, given, masked=not own and not opened),
        "has_secret": any(one.secret for one in said.asked(shape.fields, given)),
        "papers": papers(case, given), "letters": Letter.objects.filter(case=case).order_by("pk"),
        "clock": clock_of(case, at), "asked": _asked(case, entries), "fresh": uuid4(),
        "may_take": standing.may_take(viewer, case), "may_withdraw": standing.may_withdraw(viewer, case),
        "may_supply": standing.may_supply(viewer, case), "may_rate": standing.may_rate(viewer, case),
        "closed": case.state in CLOSED,
        **_handling(case, own),
    }  # fmt: skip


def _handling(case: Case, own: bool) -> dict[str, Any]:
    """The handler's part: notes of the steps and what was given. Who asked sees what was given, not the notes."""
    steps = case.version.shape.steps
    rows = outlays_of(case) if any(step.pays for step in steps) else ()
    plan = steps[min(case.step, len(steps) - 1)]
    notes = [] if own else notes_of(case)
    return {
        "outlays": rows, "given": sum(row.amount_fen for row in rows), "plan": plan, "notes": notes,
        "last": case.step + 1 >= len(steps), "noted": any(step == plan.label for step, *_rest in notes),
    }  # fmt: skip


def notes_of(case: Case) -> list[tuple[str, list[Any], str]]:
    """Step, what was noted there, by whom."""
    steps = {step.code: step for step in case.version.shape.steps}
    return [
        (steps[row.step].label, said.lines(steps[row.step].fields, row.answers), row.noted_by_name)
        for row in case.step_records.order_by("pk")
        if row.step in steps
    ]


def stops(case: Case, entries: list[Entry]) -> list[Stop]:
    """The way from asking to the end: who did what when, where it stands, what comes next."""
    sent = next((one for one in entries if one.act == Act.SUBMITTED), None)
    first = Stop(_("提交申请"), "done" if sent else "now", sent.actor_name if sent else "", sent.at if sent else None)
    passed = {one.step: one for one in entries if one.act == Act.PASSED}
    steps = case.version.shape.steps
    way = [first, *(_stop(case, number, step, passed) for number, step in enumerate(steps))]
    return [*way, Stop(case.state_text, "done", "", case.closed_at)] if case.state in CLOSED else way


def _stop(case: Case, number: int, step: Any, passed: dict[str, Entry]) -> Stop:
    done = passed.get(step.label[:40])
    if done and (number < case.step or case.state == State.DONE):
        return Stop(step.label, "done", done.actor_name, done.at)
    duty = DUTY_LABELS.get(step.duty, "")
    if number == case.step and case.state in (*AT_WORK, State.ASKED):
        who = case.holder_name or f"{case.desk or ''} {DUTY_LABELS.get(case.duty, '')}".strip()
        note = _("%(day)s 前办好") % {"day": day(case.due_on)} if case.due_on else _("等您补充，时限暂停")
        return Stop(step.label, "now", who, case.taken_at, note)
    return Stop(step.label, "later", str(duty), None, _("%(n)d 个工作日内") % {"n": step.days})


def papers(case: Case, given: said.Answers) -> list[tuple[Any, list[Material]]]:
    """Each paper that is asked for, with the files that are there."""
    there: dict[str, list[Material]] = {}
    for row in case.materials.filter(removed_at=None).order_by("pk"):
        there.setdefault(row.code, []).append(row)
    return [(one, there.get(one.code, [])) for one in case.version.shape.materials if said.applies(one, given)]


def clock_of(case: Case, at: datetime) -> int | None:
    """Working days left of the step, negative when it is over; None while no clock runs."""
    return workdays_left(local_date(at), case.due_on) if case.due_on else None


def _asked(case: Case, entries: list[Entry]) -> str:
    """What the applicant is asked for, or why it was declined."""
    wanted = {State.ASKED: Act.ASKED, State.DECLINED: Act.DECLINED}.get(State(case.state))
    found = next((one for one in reversed(entries) if one.act == wanted), None)
    return found.message.words if found and found.message else ""


def newer(case: Case) -> list[str]:
    """What changed in the matter since a draft began with an older version; empty when nothing did."""
    matter = case.version.matter
    if matter.number == case.version.number or case.state != State.DRAFT:
        return []
    now = matter.versions.filter(number=matter.number).first()
    return changes_since(case.version.shape, now.shape) if now else []


def recent(viewer: Viewer, rows: QuerySet[Case]) -> QuerySet[Case]:
    """The latest of a list of one's own."""
    return rows.select_related("about")[:30]
