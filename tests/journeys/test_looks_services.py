"""The pages of dues, transfers, venues and advice, as test_looks does the others; and no page shouts twice."""

from datetime import timedelta
from uuid import uuid4

import pytest

from tests.factories import advice as advising
from tests.factories import dues as paying
from tests.factories import transfers as moving
from tests.factories import venues as visiting
from tests.journeys.test_looks import LOOKS, complaints
from tests.world import add_member
from zhibu.advice.models import Brief, BriefTopic
from zhibu.dues import services as dues
from zhibu.dues.models import Obligation
from zhibu.kernel.clock import local_date, now

pytestmark = pytest.mark.journey

PAGES = {
    None: (
        "/dues/seal", "/advice/", "/advice/new", "/advice/receipts", "/advice/briefs", "/venues/", "/venues/{hall}",
        "/venues/{hall}/figures", "/venues/{hall}/book", "/venues/slots/{slot}", "/venues/visits",
        "/venues/visits/{code}", "/venues/visits/{entered}",
    ),
    "bob": (
        "/dues/", "/dues/base", "/dues/code", "/dues/privacy", "/dues/give", "/dues/consents", "/dues/quarter",
        "/dues/hardships/new", "/dues/hardships/{hardship}", "/dues/years", "/dues/years/{year}", "/dues/orders/{paid}",
        "/dues/orders/{order}", "/advice/", "/advice/new", "/advice/mine", "/advice/{shown}", "/advice/briefs/{brief}",
        "/advice/briefs/method", "/venues/", "/venues/mine", "/venues/guiding", "/venues/{room}/reserve",
        "/transfers/{moving}", "/transfers/away/{stay}", "/transfers/away/start/mobile",
    ),
    "alice": (
        "/dues/branches", "/dues/branches/{branch}", "/dues/branches/{branch}/people/{bob}", "/dues/waiting",
        "/dues/branches/{branch}/people/{gina}/fixed", "/dues/books/{branch}", "/dues/books/{branch}/deposit",
        "/dues/books/{branch}/use", "/dues/books/{branch}/remit", "/dues/remittances/{sheet}",
        "/dues/hardships/{hardship}", "/advice/desk", "/advice/{waiting}", "/advice/{shown}", "/transfers/",
        "/transfers/{moving}", "/transfers/{moving}/confirm",
    ),
    "stella": (
        "/dues/branches", "/dues/books/{hq}", "/dues/checking", "/dues/checking/new", "/dues/rules", "/dues/bases",
        "/advice/offices", "/advice/offices/new", "/advice/offices/{office}", "/advice/offices/{office}/change",
        "/advice/briefs", "/advice/briefs/draw", "/advice/briefs/{brief}", "/venues/new", "/venues/{hall}/desk",
        "/venues/{hall}/calendar", "/venues/{hall}/remarks", "/venues/{hall}/manage", "/venues/{hall}/change",
        "/venues/{hall}/hours", "/venues/{hall}/stewards", "/venues/{hall}/before", "/venues/visits/{code}",
        "/transfers/", "/transfers/letters/head",
    ),
}  # fmt: skip


@pytest.fixture
def places(world, settings):
    """Something on every page."""
    settings.DUES_GATEWAYS = ["trial"]
    at = now()
    gina = add_member(world, "gina", world.branch_a)
    things = {"branch": world.branch_a, "hq": world.hq, "bob": world.person("bob"), "gina": gina}
    things |= _dues(world, at) | _advice(world, at) | _venues(world, at)
    things |= {"moving": moving.a_move(world, at=at), "stay": moving.a_stay(world, at=at, **_time_away(at))}
    return {name: getattr(thing, "pk", thing) for name, thing in things.items()}


def _time_away(at):
    """From tomorrow for a quarter."""
    return {"starts_on": local_date(at) + timedelta(days=1), "ends_on": local_date(at) + timedelta(days=90)}


def _dues(world, at):
    """A month paid, one being paid, a request, a sheet up the tree, a year that is public."""
    bob, alice, stella = (world.viewer(name) for name in ("bob", "alice", "stella"))
    paying.assessed(world, at=at)
    this = Obligation.objects.filter(person=world.person("bob")).latest("month").month
    paid = paying.paid(world, this.month, at=at)
    hardship = dues.ask_hardship(bob, first_month=this, last_month=this, asked_fen=500, reason="家人住院", at=at)
    dues.set_remittance_rule(
        stella, organisation_kind="party_branch", basis_points=4000, in_force_from=this, document="集团党委通知", at=at
    )
    later, period = at + timedelta(days=40), {"first_month": this, "last_month": this}
    sheet = dues.draw_remittance(alice, organisation_id=world.branch_a.pk, at=later, **period)
    year = dues.publish_year(alice, organisation_id=world.branch_a.pk, year=at.year, at=at + timedelta(days=400))
    order = dues.give_voluntarily(bob, key=uuid4(), amount_fen=5000, gateway_code="trial", note="", at=at)
    return {"paid": paid.number, "order": order.number, "hardship": hardship, "sheet": sheet, "year": year}


def _advice(world, at):
    """One that waits, one that was answered, a brief."""
    shown = advising.answered(world, at=at)
    waiting = advising.some_advice(world, title="食堂", text="夜班的饭是凉的。", at=at)
    brief = Brief.objects.create(
        organisation=world.hq, month=local_date(at).replace(day=1), texts=9, grouped=6, drawn_at=at, state="published"
    )
    BriefTopic.objects.create(brief=brief, number=1, words=["夜班", "班车"], count=6, quotations=["回家要走很远"])
    return {"shown": shown, "waiting": waiting, "office": shown.office_id, "brief": brief}


def _venues(world, at):
    """A hall with a group that is booked and a visitor who came and wrote; a room."""
    hall = visiting.a_hall(world, at=at - timedelta(days=1), capacity=40, about="三个展厅", phone="020-12345678")
    came = visiting.a_remark(world, hall, at=at)
    booked = visiting.a_group(hall, at=at)
    slot = visiting.a_slot(hall, after=at)
    return {"hall": hall, "slot": slot, "code": booked.code, "entered": came.visit.code,
            "room": visiting.a_room(world, at=at)}  # fmt: skip


def shouting(page) -> list[str]:
    """One heading, a title, and one button at most that says: this is the next step."""
    loud = page.locator(".button.primary:visible").all_inner_texts()
    headings = [text for text in page.locator("h1").all_inner_texts() if text.strip()]
    return [f"{page.url}: {loud} {headings}"] if len(loud) > 1 or len(headings) != 1 else []


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_of_the_services_is_clean(browse, world, places, look, live_server):
    options = dict(LOOKS[look])
    wishes = options.pop("wishes", {})
    found = []
    for name, addresses in PAGES.items():
        page = browse(world.accounts.get(name), **options)
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in wishes.items()])
        for address in addresses:
            found += [f"{name} {line}" for line in complaints(page, address.format(**places), status=200)]
            found += shouting(page)
        page.context.close()
    assert found == []
