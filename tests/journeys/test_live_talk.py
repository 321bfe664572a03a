"""Two browsers in the room of two: a voice note, a call with picture, and hanging up."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import check_page
from tests.journeys.serving import serving

pytestmark = pytest.mark.journey
SOON = 30_000
SEES = "() => document.querySelector('[data-there]').videoWidth > 0"
HEARS = "() => document.querySelector('[data-there]').srcObject?.getAudioTracks().some((t) => t.readyState === 'live')"


@pytest.fixture
def served(blank, tmp_path):
    """A server of its own with a talk."""
    with serving(tmp_path, "talk", database=blank(tmp_path)) as it:
        yield it


def in_the_room(phones, served):
    pages = [phones(name, served) for name in ("alice", "bob")]
    for page in pages:
        page.goto(f"/talks/{served.talk}")
    for page in pages:
        expect(page.get_by_text("已加密", exact=True)).to_be_visible(timeout=SOON)
    return pages


def state(page, word):
    expect(page.locator("[data-room]")).to_have_attribute("data-call", word, timeout=SOON)


def test_a_voice_note_and_a_call_between_two_browsers(served, phones):
    alice, bob = in_the_room(phones, served)
    bob.get_by_role("button", name="录音").click()
    bob.wait_for_timeout(1500)
    bob.get_by_role("button", name="说完了").click()
    voice = alice.locator("[data-said] audio")
    expect(voice).to_have_count(1, timeout=SOON)
    alice.wait_for_function("() => document.querySelector('[data-said] audio').readyState >= 1", timeout=SOON)
    alice.get_by_role("button", name="视频通话").click()
    bob.get_by_role("button", name="接听").click(timeout=SOON)
    for page in (alice, bob):
        state(page, "connected")
        page.wait_for_function(SEES, timeout=SOON)
        assert page.evaluate(HEARS)
    check_page(bob)
    bob.get_by_role("button", name="挂断").click()
    for page in (alice, bob):
        state(page, "")
        expect(page.locator("[data-call]").last).to_be_hidden()


def test_a_call_is_refused_and_a_later_one_by_voice_is_taken(served, phones):
    alice, bob = in_the_room(phones, served)
    bob.get_by_role("button", name="语音通话").click()
    alice.get_by_role("button", name="先不接").click(timeout=SOON)
    state(bob, "")
    alice.get_by_role("button", name="语音通话").click()
    bob.get_by_role("button", name="接听").click(timeout=SOON)
    state(alice, "connected")
    assert bob.evaluate(HEARS)
