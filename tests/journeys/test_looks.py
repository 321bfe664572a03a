"""Each main page for the person whom it is for, on a phone, in elder mode, in the dark and on a desktop: axe finds
nothing, and nothing scrolls sideways."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import collection as collecting
from tests.factories.activities import a_signup, an_activity
from tests.factories.casework import a_draft, taken
from tests.factories.ledger import entry
from tests.factories.points import csv_of
from tests.journeys.conftest import check_page
from tests.world import add_member
from zhibu.activities.enums import ActivityState
from zhibu.activities.services.attendance import save_list
from zhibu.activities.services.minutes import open_minutes
from zhibu.casework import services as casework
from zhibu.kernel.clock import local_date, now
from zhibu.kernel.viewer import Viewer
from zhibu.notify.api import send
from zhibu.points import services as points

pytestmark = pytest.mark.journey

PAGES = {
    None: ("/login", "/display", "/no-such-page"),
    "bob": (
        "/", "/todo", "/activities/", "/activities/{coming}/", "/activities/{coming}/leave", "/activities/{open}/code",
        "/ledger/time-line", "/me", "/me/record", "/me/devices", "/me/password", "/me/corrections/new", "/messages/",
        "/messages/wish", "/services", "/points/", "/points/declare", "/points/settlements",
        "/points/settlements/{settlement}", "/points/stars", "/points/stars/summary", "/points/objections/{objection}",
        "/casework/", "/casework/mine", "/casework/matters/residence_permit",
        "/casework/matters/residence_permit/apply", "/casework/{case}", "/casework/{draft}/check",
        "/collection/", "/collection/mine", "/collection/mine/confirm", "/collection/sheets/{sheet}",
        "/collection/dictionary",
        "/transfers/", "/transfers/start", "/transfers/start/cross_province_letter", "/transfers/away",
    ),
    "alice": (
        "/", "/activities/new", "/activities/{coming}/", "/activities/{coming}/signups", "/activities/{open}/screen",
        "/activities/{open}/roll-call", "/activities/{open}/change", "/activities/{held}/attendance/",
        "/activities/{held}/minutes/", "/activities/{held}/minutes/edit", "/activities/waivers/", "/activities/shifts/",
        "/activities/absences/", "/ledger/", "/ledger/{branch}/book", "/ledger/{branch}/counts",
        "/ledger/{branch}/balance", "/organisations/", "/organisations/{branch}", "/organisations/{branch}/posts",
        "/people/", "/people/{bob}", "/points/review", "/points/stars/checks/{branch}", "/insights/", "/invitations",
        "/casework/desk", "/casework/{case}",
        "/collection/", "/collection/checks", "/collection/sheets/{handed_in}",
        "/collection/sheets/{handed_in}/return", "/collection/requests/{asked}",
    ),
    "stella": (
        "/services", "/rosters", "/people/", "/people/new", "/organisations/{hq}", "/points/schemes",
        "/points/schemes/import", "/points/schemes/{scheme}", "/insights/",
        "/casework/build/", "/casework/build/hardship_aid/draft", "/casework/build/hardship_aid/fields/5",
        "/casework/build/hardship_aid/preview", "/casework/build/insurance_enrolment/windows",
        "/collection/requests/new/members", "/collection/requests/new/branches", "/collection/requests/{request}",
        "/collection/requests/{asked}", "/collection/requests/{asked}/results", "/collection/burden",
        "/transfers/letters", "/transfers/register", "/transfers/peers", "/transfers/batches",
    ),
    "olga": ("/roles", "/services"),
    "dana": ("/audit/",),
}  # fmt: skip
LOOKS = {
    "phone": {},
    "elder": {"wishes": {"zhibu_elder": "1", "zhibu_scale": "1.5"}},
    "dark": {"color_scheme": "dark"},
    "desktop": {"desktop": True},
}


@pytest.fixture
def places(world):
    """Something on every page: activities in three states, an entry, a message, a settlement with an objection."""
    at, branch, bob, stella = now(), world.branch_a, world.person("bob"), world.viewer("stella")
    coming = an_activity(
        branch, starts_at=at + timedelta(days=2), needs_signup=True, capacity=20, agenda="一、学习\n二、讨论"
    )
    running = an_activity(branch, starts_at=at, state=ActivityState.OPEN, title="支部党员大会")
    held = an_activity(branch, starts_at=at - timedelta(hours=3), state=ActivityState.HELD, title="主题党日")
    a_signup(coming, bob, at=at)
    save_list(world.viewer("alice"), activity_id=held.pk, marks=[], sign=True, at=at)
    open_minutes(world.viewer("alice"), activity_id=held.pk, at=at)
    entry(bob, branch, at=at, occurred_at=at - timedelta(days=9))
    send(Viewer.system("tests"), person_ids=[bob.pk], sentence="请看会议通知", url="/", key="looks", at=at)
    year = local_date(at).year - 1
    draft = points.import_scheme(
        stella, organisation_id=world.hq.pk, year=year, title="党员积分管理办法", text=csv_of(), at=at
    )
    scheme = points.activate_scheme(stella, scheme_id=draft.pk, resolution="第1号决议", at=at)
    settlement = points.settle(stella, scheme_id=scheme.pk, quarter=3, at=at)
    points.publish_settlement(stella, settlement_id=settlement.pk, at=at)
    figure = settlement.figures.get(person=bob)
    objection = points.object_to(world.viewer("bob"), key=uuid4(), figure_id=figure.pk, text="少算一次会议", at=at)
    add_member(world, "frank", branch)
    request = collecting.a_draft(world, fields=("mobile", "category"), at=at)
    collecting.a_question(world, request)
    asked = collecting.sent(world, question="工作服尺码", at=at)
    handed_in = collecting.submitted(world, asked, "frank", at=at, mobile="13800001234", education="大学本科毕业")
    things = {"coming": coming, "open": running, "held": held, "branch": branch, "hq": world.hq, "bob": bob,
              "scheme": scheme, "settlement": settlement, "objection": objection,
              "case": taken(world, "certificate_letter", by="alice", at=at),
              "draft": a_draft(world, at=at), "request": request, "asked": asked,
              "handed_in": handed_in, "sheet": collecting.sheet_of(world, asked)}  # fmt: skip
    casework.begin_draft(stella, code="hardship_aid", at=at)
    return {name: thing.pk for name, thing in things.items()}


def complaints(page, address: str, *, status: int) -> list[str]:
    """What is wrong with a page, in a line each."""
    answer = page.goto(address)
    if answer is None or answer.status != status:
        return [f"{address}: {answer and answer.status}"]
    try:
        check_page(page)
    except AssertionError as wrong:
        return [f"{address}: {str(wrong)[:400]}"]
    return []


@pytest.mark.parametrize("look", LOOKS)
def test_every_main_page_is_clean(browse, world, places, look, live_server):
    options = dict(LOOKS[look])
    wishes = options.pop("wishes", {})
    found = []
    for name, addresses in PAGES.items():
        page = browse(world.accounts.get(name), **options)
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in wishes.items()])
        for address in addresses:
            status = 404 if address == "/no-such-page" else 200
            found += [f"{name} {line}" for line in complaints(page, address.format(**places), status=status)]
        page.context.close()
    assert found == []
