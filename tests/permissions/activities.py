"""Who may open the addresses of activities: those meant, the host, officers of the organisation and above."""

from datetime import timedelta

from django.core.cache import cache

from tests.factories.activities import a_checkin, a_signup, an_activity
from zhibu.activities.enums import ActivityState, Frequency, SignUpState
from zhibu.activities.models import Series
from zhibu.activities.services.codes import long_code
from zhibu.kernel.clock import now

SIGNED_IN = {"anonymous": 302, "charlie": 200, "bob": 200, "alice": 200, "stella": 200, "dana": 200}
MEANT = {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 200, "stella": 200, "dana": 404}
HOSTS = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 200, "stella": 200, "dana": 404}
HOSTS_POST = {"anonymous": 302, "charlie": 404, "bob": 404, "alice": 302, "stella": 302, "dana": 404}
# Stella sees it from above but is not of branch A: 422 with the sentence that says so.
MEANT_POST = {"anonymous": 302, "charlie": 404, "bob": 302, "alice": 302, "stella": 422, "dana": 404}


def ahead(world, **fields):
    return {"pk": an_activity(world.branch_a, starts_at=now() + timedelta(hours=2), **fields).pk}


def on(world):
    return {"pk": an_activity(world.branch_a, starts_at=now()).pk}


def online(world):
    cache.clear()
    return {"pk": an_activity(world.branch_a, starts_at=now(), allows_online=True).pk}


def draft(world):
    return ahead(world, state=ActivityState.DRAFT) | {"verb": "publish"}


def drafts(world):
    series = Series.objects.create(
        organisation=world.branch_a, frequency=Frequency.WEEKLY, created_by="Alice", created_at=now()
    )
    ahead(world, state=ActivityState.DRAFT, series=series)
    return {"pk": series.pk}


def leave_of_bob(world):
    activity = an_activity(world.branch_a, starts_at=now() + timedelta(hours=2))
    return {"pk": a_signup(activity, world.person("bob"), state=SignUpState.LEAVE_ASKED).pk}


def code(world):
    session = an_activity(world.branch_a, starts_at=now()).sessions.get()
    return {"pk": session.activity_id, "session": session.pk, "code": long_code(session.pk, at=now())}


def bob_came(world):
    activity = an_activity(world.branch_a, starts_at=now())
    return a_checkin(activity, world.person("bob"), world.branch_a, at=now())


ROWS = [
    ("activities:index", {}, "get", SIGNED_IN),
    ("activities:new", {}, "get", HOSTS),
    ("activities:publish-series", drafts, "post", HOSTS_POST),
    ("activities:detail", ahead, "get", MEANT),
    ("activities:change", ahead, "get", HOSTS),
    ("activities:cancel", ahead, "get", HOSTS),
    ("activities:calendar", ahead, "get", MEANT),
    ("activities:step", draft, "post", HOSTS_POST),
    ("activities:join", ahead, "post", MEANT_POST),
    ("activities:withdraw", ahead, "post", MEANT_POST),
    ("activities:leave", ahead, "post", MEANT_POST, {"reason": "出差"}),
    ("activities:signups", ahead, "get", HOSTS),
    ("activities:decide-leave", leave_of_bob, "post", HOSTS_POST, {"granted": "1"}),
    ("activities:screen", on, "get", HOSTS),
    ("activities:scan", code, "get", dict.fromkeys(SIGNED_IN, 302)),
    ("activities:scanned", on, "get", SIGNED_IN),
    # Whoever checks in to what is not meant for him is told so: standing at the door he is no stranger.
    (
        "activities:check-in", online, "post",
        {"anonymous": 302, "charlie": 422, "bob": 302, "alice": 302, "stella": 422, "dana": 422}, {"method": "online"},
    ),
    (
        "activities:checked-in", lambda world: {"pk": bob_came(world).activity_id}, "get",
        {"anonymous": 302, "charlie": 404, "bob": 200, "alice": 404, "stella": 404, "dana": 404},
    ),
    ("activities:type-code", on, "get", MEANT),
    ("activities:roll-call", on, "get", HOSTS),
    ("activities:roll-call", on, "post", HOSTS_POST, {"method": "roll_call"}),
    ("activities:add-guest", on, "post", HOSTS_POST, lambda world: {"person": world.person("charlie").pk}),
    ("activities:undo-check-in", lambda world: {"pk": bob_came(world).pk}, "get", HOSTS),
]  # fmt: skip
