"""Each page of the mailbox on a phone, in elder mode, in the dark and on a desktop: axe finds nothing, and nothing
scrolls sideways."""

import pytest
from django.urls import reverse

from tests.factories.mailbox import Writer, a_box, make_key, officer
from tests.journeys.conftest import check_page
from tests.journeys.test_looks import LOOKS
from zhibu.kernel.clock import now
from zhibu.mailbox.rules import codes

pytestmark = pytest.mark.journey


@pytest.fixture
def pages(world):
    """A mailbox with a letter and a key that waits: addresses for writers, and for Dora who receives."""
    box = a_box(world, at=now())
    made = Writer().send(box, at=now())
    officer(world, "dirk")
    make_key(world, "dirk")
    code = codes.check_code(made.number, made.received_on, box.pk)
    writers = [reverse(f"mailbox:{name}") for name in ("index", "how", "figures", "back")]
    writers += [reverse("mailbox:write", args=[box.pk]), reverse("mailbox:verify", args=[made.number, code])]
    holders = [reverse(f"mailbox:{name}") for name in ("index", "inbox", "keys", "box")]
    return {None: writers, "dora": [*holders, reverse("mailbox:letter", args=[made.number])]}


@pytest.mark.parametrize("look", LOOKS)
def test_pages_of_the_mailbox_look_right(look, world, pages, browse, live_server):
    options = dict(LOOKS[look])
    wishes = options.pop("wishes", {})
    for name, addresses in pages.items():
        page = browse(world.accounts[name] if name else None, **options)
        page.context.add_cookies([{"name": k, "value": v, "url": live_server.url} for k, v in wishes.items()])
        for address in addresses:
            assert page.goto(address).ok, address
            check_page(page)
