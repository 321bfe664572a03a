"""A small scheme whose sums are those of the rules, and the sample of the rule book."""

import csv
import io
from datetime import UTC, datetime

from zhibu.ledger.enums import Evidence, Mode
from zhibu.ledger.models import Entry
from zhibu.points.rules.reading import COLUMNS, OPTIONAL

HEADER = [*COLUMNS, *OPTIONAL]
STAFF = {"settle": "quarter", "cap_period": "year", "self_declared": "no", "review": "auto"}

ROWS = [
    {"id": "B1", "aspect": "德", "name_zh": "参加集中学习", "kind": "base", "value": "20", "cap": "20",
     "ledger_kinds": "collective_study_missed", "formula": "full_minus_missed", "step": "1"},
    {"id": "B2", "aspect": "能", "name_zh": "培训学时", "kind": "base", "value": "5", "cap": "5",
     "ledger_kinds": "class_hours", "formula": "hours_ratio", "target": "32", "target_officers": "56"},
    {"id": "B3", "aspect": "能", "name_zh": "会议发言", "kind": "base", "value": "5", "cap": "5",
     "ledger_kinds": "spoke_at_meeting", "formula": "threshold", "needed": "2", "settle": "year"},
    {"id": "B4", "aspect": "勤", "name_zh": "参加主题党日", "kind": "base", "value": "30", "cap": "30",
     "ledger_kinds": "theme_party_day_missed", "formula": "full_minus_missed", "step": "0.5"},
    {"id": "P1", "aspect": "德", "name_zh": "好人好事", "kind": "bonus", "value": "1.5", "cap": "4",
     "ledger_kinds": "good_deed_commended", "self_declared": "yes", "review": "branch_committee"},
    {"id": "P2", "aspect": "德", "name_zh": "学习心得被采用", "kind": "bonus", "value": "1", "cap": "4",
     "ledger_kinds": "essay_accepted", "self_declared": "yes", "review": "branch_committee"},
    {"id": "P3", "aspect": "勤", "name_zh": "志愿服务", "kind": "bonus", "value": "1", "cap": "2",
     "cap_period": "quarter", "ledger_kinds": "volunteer_service_attended+volunteer_work_declared",
     "self_declared": "yes", "review": "branch_committee"},
    {"id": "P4", "aspect": "绩", "name_zh": "市级表彰", "kind": "bonus", "value": "4", "cap": "4",
     "ledger_kinds": "commendation_city", "self_declared": "yes", "review": "party_committee", "settle": "year"},
    {"id": "M1", "aspect": "勤", "name_zh": "任务逾期", "kind": "penalty", "value": "-2.5", "cap": "-6",
     "ledger_kinds": "task_overdue", "review": "branch_committee"},
    {"id": "M2", "aspect": "廉", "name_zh": "被提醒谈话", "kind": "penalty", "value": "-2", "cap": "-4",
     "ledger_kinds": "reminder_talk", "review": "discipline_committee"},
    {"id": "V1", "aspect": "德", "name_zh": "党纪处分", "kind": "veto", "ledger_kinds": "party_punishment",
     "review": "discipline_committee", "settle": "year"},
]  # fmt: skip


def csv_of(rows=ROWS, header=HEADER):
    """The rows as a file's text."""
    out = io.StringIO()
    writer = csv.DictWriter(out, header, extrasaction="ignore", restval="")
    writer.writeheader()
    writer.writerows({**STAFF, **row} for row in rows)
    return out.getvalue()


def fact(person, branch, kind, *, day=(2026, 2, 3), quantity=10, recorded=None, moment=None, number=[0]):  # noqa: B006
    """One fact of the ledger at noon of a day, or at a moment."""
    number[0] += 1
    occurred = moment or datetime(*day, 4, tzinfo=UTC)
    return Entry.objects.create(
        kind=kind, member=person, organisation=branch, occurred_at=occurred, recorded_at=recorded or occurred,
        recorded_by="factory", quantity=quantity, mode=Mode.OFFLINE, evidence=Evidence.STAFF, source_app="factory",
        source_key=str(number[0]), title=kind,
    )  # fmt: skip
