"""The way to the mailbox from the page of signing in, for people without an account."""

import pytest

from tests.factories.mailbox import a_box

pytestmark = pytest.mark.django_db
LINK = 'href="/mailbox/"'


def test_there_is_a_way_in_once_a_mailbox_is_open(world, client):
    assert LINK not in client.get("/login").content.decode()
    box = a_box(world)
    page = client.get("/login").content.decode()
    assert LINK in page
    assert "给纪委书记写信（可匿名）" in page
    box.closed_on = box.opened_on
    box.save(update_fields=["closed_on"])
    assert LINK not in client.get("/login").content.decode()
