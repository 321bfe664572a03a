"""Notices: shown once after signing in, answered freely, answers never rewritten."""

import pytest

from tests.members.accounts import give_password, log_in
from tests.world import NOW, TODAY
from zhibu.members.models import Consent, ConsentText
from zhibu.members.queries import consent_owed, has_consented
from zhibu.members.services.consent import answer_notices


@pytest.fixture
def bob(world):
    give_password(world.accounts["bob"])
    return world.person("bob")


def text(purpose):
    return ConsentText.objects.get(purpose=purpose)


def test_the_notices_come_first_and_then_the_way_goes_on(client, bob):
    assert log_in(client, "bob", next="/activities/").url == "/me/notices?next=%2Factivities%2F"
    page = client.get("/me/notices?next=/activities/").content.decode()
    assert page.count("<section") == 3
    assert page.count('name="agreed"') == 2
    assert client.post("/me/notices", {"next": "/activities/"}).url == "/activities/"
    assert log_in(client, "bob", next="/activities/").url == "/activities/"


def test_refusing_what_is_not_needed_blocks_nothing(client, bob):
    log_in(client, "bob")
    client.post("/me/notices", {})
    assert client.get("/me/devices").status_code == 200
    assert (has_consented(bob.pk, "notice"), has_consented(bob.pk, "publishing")) == (True, False)


def test_a_change_of_mind_is_a_new_answer(world, bob):
    viewer, photos = world.viewer("bob"), text("publishing")
    for agreed in (True, True, False):
        answer_notices(viewer, answers={photos.pk: agreed}, at=NOW)
    assert list(Consent.objects.filter(text=photos).order_by("pk").values_list("agreed", flat=True)) == [True, False]
    assert has_consented(bob.pk, "publishing") is False


def test_a_new_version_asks_again(world, bob):
    answer_notices(world.viewer("bob"), answers={}, at=NOW)
    assert consent_owed(bob.pk, today=TODAY) is False
    ConsentText.objects.create(purpose="notice", version=2, title="t", body="b", needed=True, in_force_from=TODAY)
    assert consent_owed(bob.pk, today=TODAY) is True


def test_the_english_page_speaks_english(client, bob):
    log_in(client, "bob")
    client.cookies["zhibu_language"] = "en"
    assert "Photos and stories in public" in client.get("/me/notices").content.decode()
