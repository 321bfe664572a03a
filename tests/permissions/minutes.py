"""Who may open the addresses of lists, minutes, waivers, shifts and alerts."""

from datetime import date, timedelta

from tests.factories.activities import an_activity
from zhibu.activities.enums import ActivityKind, ActivityState
from zhibu.activities.models import AbsenceAlert, ActivityWaiver, Attendance, Minutes, Resolution, RollCall
from zhibu.kernel.clock import local_date, now

NOW = now() - timedelta(days=1)  # the pages read the real clock

HOSTS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
CHANGE = HOSTS | {"alice": 302, "stella": 302}
MEMBERS = HOSTS | {"bob": 200}
EVERYBODY = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
CONTENT = {
    "title": "党员大会", "kind": "支部党员大会", "body": "甲支部", "started_at": "2026-11-20 12:00",
    "ended_at": "2026-11-20 13:00", "place": "三号", "chair": "Alice", "recorder": "Bob", "lecturer": "",
    "attendance": [], "invited": "", "topics": "学习", "papers": "", "speeches": [], "left_out": [],
    "motions": [{"text": "通过计划", "label": "一般事项", "due": 2, "present": 2, "votes_for": 2, "votes_against": 0,
                 "abstained": 0, "sum": "", "result": "通过。", "article": ""}],
    "resolutions": [], "closing": "",
}  # fmt: skip


def meeting(world):
    activity = an_activity(
        world.branch_a, kind=ActivityKind.MEMBERS_MEETING, state=ActivityState.HELD, starts_at=NOW, hours=1
    )
    RollCall.objects.create(activity=activity, opened_at=NOW, signed_at=NOW, signed_by="Alice")
    row = {"person": world.person("bob"), "organisation": world.branch_a, "recorded_by": "Alice", "recorded_at": NOW}
    Attendance.objects.create(activity=activity, state="absent", has_vote=True, **row)
    return activity


def an_open_list(world):
    return {"activity_id": an_activity(world.branch_a, kind=ActivityKind.MEMBERS_MEETING, starts_at=NOW).pk}


def all_present(world):
    states = {f"state_{world.person(name).pk}": "present" for name in ("alice", "bob")}
    return states | {"sign": "1"}


def a_meeting(world):
    return {"activity_id": meeting(world).pk}


def bobs_line(world):
    return {"activity_id": meeting(world).pk, "person_id": world.person("bob").pk}


def a_draft(world):
    activity = meeting(world)
    Minutes.objects.create(
        activity=activity, started_at=activity.starts_at, ended_at=activity.ends_at, saved_at=NOW, saved_by="Alice"
    )
    return {"activity_id": activity.pk}


def signed(world):
    activity = meeting(world)
    minutes = Minutes.objects.create(
        activity=activity, started_at=activity.starts_at, ended_at=activity.ends_at, saved_at=NOW, saved_by="Alice"
    )
    Resolution.objects.create(
        minutes=minutes, position=1, text="办", owner=world.person("bob"), due_on=date(2026, 12, 1)
    )
    Minutes.objects.filter(pk=minutes.pk).update(content=CONTENT, digest="0" * 64, locked_at=NOW)
    return {"activity_id": activity.pk}


def bobs_task(world):
    signed(world)
    return {"resolution_id": Resolution.objects.latest("pk").pk}


def bobs_waiver(world):
    waiver = ActivityWaiver.objects.create(
        person=world.person("bob"), ground="ill", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31),
        approved_by=world.person("alice"), approved_at=NOW,
    )  # fmt: skip
    return {"waiver_id": waiver.pk}


def bobs_alert(world):
    alert = AbsenceAlert.objects.create(
        person=world.person("bob"), branch=world.branch_a, level=3, since_month=date(2026, 8, 1), raised_at=NOW
    )
    return {"alert_id": alert.pk}


ADDITION = {"key": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "text": "更正", "reason": "笔误"}

ROWS = [
    ("activities:attendance", an_open_list, "get", HOSTS),
    ("activities:attendance", an_open_list, "post", CHANGE, all_present),
    ("activities:correct-attendance", bobs_line, "get", HOSTS),
    ("activities:correct-attendance", bobs_line, "post", CHANGE, {"state": "present", "reason": "漏登"}),
    ("activities:make-up", bobs_line, "post", CHANGE, {"made_up_on": local_date(NOW).isoformat()}),
    ("activities:waivers", {}, "get", EVERYBODY),
    ("activities:end-waiver", bobs_waiver, "post", CHANGE),
    ("activities:shifts", {}, "get", EVERYBODY),
    ("activities:alerts", {}, "get", EVERYBODY),
    ("activities:close-alert", bobs_alert, "post", CHANGE | {"stella": 404}, {"note": "已谈心"}),
    ("activities:minutes", a_draft, "get", HOSTS),
    ("activities:minutes", signed, "get", MEMBERS),
    ("activities:begin-minutes", a_meeting, "post", CHANGE),
    ("activities:edit-minutes", a_draft, "get", HOSTS),
    ("activities:sign-minutes", a_draft, "post", HOSTS | {"alice": 422, "stella": 422}),
    ("activities:add-addendum", signed, "post", CHANGE, ADDITION),
    ("activities:minutes-pdf", signed, "get", MEMBERS),
    ("activities:resolution-sheet", lambda world: signed(world) | {"number": 1}, "get", MEMBERS),
    ("activities:complete-resolution", bobs_task, "post", CHANGE | {"bob": 302}),
]
